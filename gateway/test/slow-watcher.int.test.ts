import { eventually, testUser } from '@ordergraph/testing';
import type { WebSocket } from 'ws';

import { type Platform, startPlatform } from './support/platform.js';
import { APOLLO_CLIENT, EVENT_STREAM, openRaw } from './support/raw-stream.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(60_000);

// A client that reads nothing answers no ping either; here it is to be dropped for its queue.
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ STREAM_QUEUE: '8', SOCKET_PING_SECONDS: '600' });
});
afterAll(() => platform.stop());

it('a watcher that does not read is told so and dropped, and resumes without loss; others notice nothing', async () => {
  let socket: WebSocket | undefined;
  const authorization = await platform.sign(testUser('1'));
  const slow = connect(platform.url, authorization, { on: { connected: (opened) => (socket = opened as WebSocket) } });
  const quick = connect(platform.url, authorization);
  const request = { query: 'subscription { counter(room: "big") { value padding } }' };
  const watches = { slow: watch(slow, request), quick: watch(quick, request) };
  const room = platform.room('big');
  room.append({ value: 1, accountId: '1' });
  await eventually(() => {
    expect([watches.slow.payloads.length, watches.quick.payloads.length]).toEqual([1, 1]);
  });

  socket?.pause();
  const padding = 'x'.repeat(1024 * 1024);
  for (let value = 2; value <= 40; value += 1) {
    room.append({ value, accountId: '1', padding });
    await eventually(() => {
      expect(watches.quick.payloads).toHaveLength(value);
    });
  }
  await eventually(() => {
    expect(room.readers).toBe(1);
  });
  socket?.resume();

  await eventually(() => {
    expect(watches.slow.end).toMatchObject([{ extensions: { code: 'SLOW_WATCHER', retryable: true } }]);
  });
  const metrics = await (await fetch(new URL('/metrics', platform.url))).text();
  expect(Number(/_dropped_events_total (\d+)/.exec(metrics)?.[1])).toBeGreaterThan(0);
  const received = watches.slow.payloads.length;
  expect(received).toBeLessThan(40);
  const [{ extensions }] = watches.slow.end as [{ extensions: { cursor: string } }];
  const resumed = watch(slow, { ...request, extensions: { cursor: extensions.cursor } });
  await eventually(() => {
    expect(
      [...watches.slow.payloads, ...resumed.payloads].map(({ data }) => (data?.['counter'] as { value: number }).value),
    ).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });
  await Promise.all([slow.dispose(), quick.dispose()]);
});

it.each([APOLLO_CLIENT, EVENT_STREAM])('a reader of %s that does not read is told so and dropped', async (accept) => {
  const authorization = await platform.sign(testUser('1'));
  const name = accept === EVENT_STREAM ? 'events' : 'parts';
  const room = platform.room(name);
  const query = `subscription { counter(room: "${name}") { value padding } }`;
  const stream = await openRaw({ url: platform.url, accept, query, authorization });
  room.append({ value: 1, accountId: '1' });
  await eventually(() => {
    expect(stream.text()).toContain('"value":1');
  });
  stream.response.pause();
  const padding = 'x'.repeat(1024 * 1024);
  await eventually(() => {
    room.append({ value: room.length + 1, accountId: '1', padding });
    expect(room.readers).toBe(0);
  });
  const { length } = room;
  stream.response.resume();
  await eventually(() => {
    expect(stream.isOver()).toBe(true);
  });
  const text = stream.text().replaceAll(/x{1000,}/g, '');
  const received = [...text.matchAll(/"value":(\d+)/g)].map(([, value]) => Number(value));
  expect(received).toEqual(Array.from({ length: received.length }, (_, index) => index + 1));
  expect(received.length).toBeLessThan(length);
  const [, end = ''] = /"errors":(\[.*\])\}/.exec(text) ?? [];
  expect(JSON.parse(end)).toMatchObject([
    { extensions: { code: 'SLOW_WATCHER', retryable: true, cursor: String(received.length) } },
  ]);
});
