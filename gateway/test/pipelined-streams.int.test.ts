import { once } from 'node:events';
import { connect } from 'node:net';

import { eventually } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { EVENT_STREAM, openRaw } from './support/raw-stream.js';

jest.setTimeout(30_000);

const PLACES = 12;

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ MAX_HTTP_STREAMS_PER_ADDRESS: String(PLACES) });
});
afterAll(() => platform.stop());

const ticker = (room: string): string => `subscription { ticker(room: "${room}") { value } }`;
const QUERY = '{ me { id } }';

/** A client that sends several requests at once on one connection. */
async function pipeline(...queries: readonly string[]) {
  const { hostname, port } = new URL(platform.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let said = '';
  socket.on('data', (data) => (said += data.toString()));
  const requests = queries.map((query) => {
    const body = JSON.stringify({ query });
    const lines = ['POST /graphql HTTP/1.1', 'host: gateway', `accept: ${EVENT_STREAM}, application/json`];
    const head = [...lines, 'content-type: application/json', `content-length: ${String(body.length)}`].join('\r\n');
    return `${head}\r\n\r\n${body}`;
  });
  socket.write(requests.join(''));
  return { said: () => said, leave: () => socket.destroy() };
}

const readers = (...rooms: readonly string[]): number[] => rooms.map((room) => platform.room(room).readers);

/** Whether the places of this address are free, all and no more. */
async function takesAsManyAsAllowed(): Promise<void> {
  const open = () => openRaw({ url: platform.url, accept: EVENT_STREAM, query: ticker('places') });
  const streams = await Promise.all(Array.from({ length: PLACES + 1 }, open));
  await eventually(() => {
    expect(readers('places')).toEqual([1]);
    expect(streams.filter(({ isOver }) => isOver()).map(({ text }) => text())).toEqual([
      expect.stringContaining('TOO_MANY_STREAMS'),
    ]);
  });
  for (const stream of streams) stream.leave();
  await eventually(() => {
    expect(readers('places')).toEqual([0]);
  });
}

it('streams that wait behind another one on their connection end with it, and give their places back', async () => {
  const warned = jest.fn();
  process.on('warning', warned);
  const rooms = Array.from({ length: PLACES - 1 }, (_, index) => `behind ${String(index)}`);
  const { leave } = await pipeline(...rooms.map(ticker), QUERY);
  await eventually(() => {
    expect(readers(...rooms)).toEqual(rooms.map(() => 1));
  });
  leave();
  await eventually(() => {
    expect(readers(...rooms)).toEqual(rooms.map(() => 0));
  });
  await takesAsManyAsAllowed();
  expect(warned).not.toHaveBeenCalled();
  process.off('warning', warned);
});

it('a stream that waits behind queries on its connection is read when they are answered, and gives back one place', async () => {
  const { said, leave } = await pipeline(QUERY, QUERY, ticker('last'));
  await eventually(() => {
    expect(readers('last')).toEqual([1]);
    expect(said().match(/HTTP\/1.1 200/g)).toHaveLength(3);
  });
  platform.room('last').append({ value: 1, accountId: '1' });
  await eventually(() => {
    expect(said()).toContain('{"data":{"ticker":{"value":1}}}');
  });
  leave();
  await eventually(() => {
    expect(readers('last')).toEqual([0]);
  });
  await takesAsManyAsAllowed();
});
