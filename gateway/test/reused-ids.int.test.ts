import { eventually } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { openSocket, type RawSocket } from './support/raw-socket.js';

jest.setTimeout(60_000);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const init = { type: 'connection_init' };
const subscribe = (id: string, query: string) => ({ type: 'subscribe', id, payload: { query } });
const ticker = (room: string) => `subscription { ticker(room: "${room}") { value } }`;

async function acknowledged(): Promise<RawSocket> {
  const socket = await openSocket(platform.url);
  socket.send(init);
  await socket.received(1);
  return socket;
}

const readers = (room: string, count: number) =>
  eventually(() => {
    expect(platform.room(room).readers).toBe(count);
  });

describe('an operation', () => {
  it('that takes an id again at once gets its own events, and the former one is stopped', async () => {
    const socket = await acknowledged();
    socket.send(subscribe('1', ticker('former')), { type: 'complete', id: '1' }, subscribe('1', ticker('later')));
    await readers('later', 1);
    await readers('former', 0);
    platform.room('former').append({ value: 1, accountId: '1' });
    platform.room('later').append({ value: 2, accountId: '1' });
    expect((await socket.received(2)).slice(1)).toEqual([
      { type: 'next', id: '1', payload: { data: { ticker: { value: 2 } } } },
    ]);
    socket.leave();
    await readers('later', 0);
  });

  it('that takes an id again at once gets its own answer, after the former one has ended', async () => {
    const gateway = await platform.startGateway({ SUBGRAPH_TIMEOUT_MILLISECONDS: '500' });
    const socket = await openSocket(gateway.url);
    socket.send(init);
    await socket.received(1);
    socket.send(subscribe('1', '{ hang }'), { type: 'complete', id: '1' }, subscribe('1', '{ accounts { id } }'));
    await eventually(() => expect(socket.messages).toContainEqual({ type: 'complete', id: '1' }));
    expect(socket.messages.filter(({ id }) => id === '1')).toEqual([
      { type: 'next', id: '1', payload: { data: { accounts: [{ id: '1' }, { id: '2' }] } } },
      { type: 'complete', id: '1' },
    ]);
    socket.leave();
  });

  it('is begun and completed a thousand times, and nothing stays upstream when the socket goes', async () => {
    const socket = await acknowledged();
    for (let times = 0; times < 500; times += 1)
      socket.send(subscribe('1', ticker('fickle')), { type: 'complete', id: '1' });
    for (let id = 0; id < 500; id += 1)
      socket.send(subscribe(`id ${String(id)}`, ticker('fickle')), { type: 'complete', id: `id ${String(id)}` });
    socket.send({ type: 'ping' });
    await eventually(() => expect(socket.messages.at(-1)).toEqual({ type: 'pong' }), { timeoutMs: 30_000 });
    await readers('fickle', 0);
    socket.send(subscribe('1', ticker('fickle')));
    await readers('fickle', 1);
    socket.leave();
    await readers('fickle', 0);
  });
});
