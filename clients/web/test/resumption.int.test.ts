import { createResumableClient } from '@ordergraph/client';
import { type Platform, startPlatform } from '@ordergraph/gateway/testing';
import { eventually, testUser } from '@ordergraph/testing';
import { WebSocket } from 'ws';

import { COUNTER, watchByApollo, watchByIterator, watchByMultipart } from './support/watcher.js';

jest.setTimeout(60_000);

const backoff = { firstMilliseconds: 20, longestMilliseconds: 200 };
const clients = [
  ['plain graphql-ws', watchByIterator],
  ['Apollo Client over graphql-ws', watchByApollo],
  ['Apollo Client over HTTP multipart', watchByMultipart],
] as const;

let platform: Platform;
let token: string;
beforeAll(async () => {
  platform = await startPlatform();
  token = await bearer(900);
});
afterAll(() => platform.stop());

const bearer = async (seconds: number): Promise<string> =>
  (await platform.sign(testUser('1'), seconds)).replace('Bearer ', '');
const optionsOf = (url: string) => ({ url, webSocketImpl: WebSocket, backoff, getToken: () => token });
const upTo = (length: number): number[] => Array.from({ length }, (_, index) => index + 1);

describe.each(clients)('a watcher over %s', (name, watch) => {
  it('sees every event once and in order while the gateway is stopped and started again', async () => {
    const room = platform.room(`restarts, ${name}`);
    let gateway = await platform.startGateway();
    const { port, url } = gateway;
    const watcher = watch(optionsOf(url), `restarts, ${name}`);
    const append = (): void => room.append({ value: room.length + 1, accountId: '1' });
    for (let restart = 0; restart < 3; restart += 1) {
      for (let event = 0; event < 5; event += 1) append();
      await eventually(() => {
        expect(watcher.values.length).toBeGreaterThan(restart * 8);
      });
      await gateway.stop();
      for (let event = 0; event < 3; event += 1) append();
      gateway = await platform.startGateway({ PORT: String(port) });
    }
    await eventually(() => {
      expect(watcher.values).toEqual(upTo(24));
    });
    expect(watcher.end).toBeUndefined();
    await watcher.stop();
    await eventually(() => {
      expect(room.readers).toBe(0);
    });
  });

  it('goes on with another token when the first has expired', async () => {
    const room = platform.room(`expiry, ${name}`);
    const first = await bearer(2);
    const rejected: (string | undefined)[] = [];
    const watcher = watch(
      {
        ...optionsOf(platform.url),
        getToken: (request) => {
          rejected.push(request.rejected);
          return request.rejected === undefined ? first : token;
        },
      },
      `expiry, ${name}`,
    );
    room.append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(rejected).toEqual([undefined, first]);
    });
    room.append({ value: 2, accountId: '1' });
    await eventually(() => {
      expect(watcher.values).toEqual([1, 2]);
    });
    expect(watcher.end).toBeUndefined();
    await watcher.stop();
  });

  it('is told when nobody is signed in, or the operation is wrong', async () => {
    const stranger = watch({ ...optionsOf(platform.url), getToken: () => undefined }, 'nobody');
    const wrong = watch(optionsOf(platform.url), 'wrong', COUNTER.replace('value', 'nothing'));
    await eventually(() => {
      expect([stranger.end, wrong.end]).toMatchObject([
        { code: 'UNAUTHENTICATED' },
        { code: 'GRAPHQL_VALIDATION_FAILED' },
      ]);
    });
    await Promise.all([stranger.stop(), wrong.stop()]);
  });

  it('is resumed by the extensions of an operation that has no variable for it', async () => {
    const key = `no variable, ${name}`;
    const room = platform.room(key);
    let gateway = await platform.startGateway();
    const { port, url } = gateway;
    const watcher = watch(optionsOf(url), key, 'subscription Watch($room: ID!) { counter(room: $room) { value } }');
    room.append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(watcher.values).toEqual([1]);
    });
    await gateway.stop();
    gateway = await platform.startGateway({ PORT: String(port) });
    room.append({ value: 2, accountId: '1' });
    await eventually(() => {
      expect(watcher.values).toEqual([1, 2]);
    });
    await watcher.stop();
  });
});

describe('a client over plain graphql-ws', () => {
  it('takes up another socket when somebody signs in who watched as a visitor', async () => {
    let isSignedIn = false;
    const client = createResumableClient({
      ...optionsOf(platform.url),
      getToken: () => (isSignedIn ? token : undefined),
    });
    const seen: unknown[] = [];
    const sink = {
      next: ({ data }: { data?: unknown }) => seen.push(data),
      error: (reason: unknown) => seen.push(reason),
      complete: () => undefined,
    };
    const room = platform.room('sign in');
    client.watch({ query: 'subscription { ticker(room: "sign in") { value } }' }, sink);
    await eventually(() => {
      expect(room.readers).toBe(1);
    });
    isSignedIn = true;
    client.watch({ query: COUNTER, variables: { room: 'sign in' } }, sink);
    await eventually(() => {
      expect(room.readers).toBe(2);
    });
    await eventually(() => {
      room.append({ value: 1, accountId: '1' });
      expect(seen).toEqual(
        expect.arrayContaining([{ ticker: { value: 1 } }, { counter: { value: 1, account: { name: 'Ada' } } }]),
      );
    });
    await client.dispose();
  });

  it('lets its reader leave while nothing happens', async () => {
    const room = platform.room('quiet');
    const watcher = watchByIterator(optionsOf(platform.url), 'quiet');
    await eventually(() => {
      expect(room.readers).toBe(1);
    });
    await watcher.stop();
    expect(watcher.end).toBe('completed');
    await eventually(() => {
      expect(room.readers).toBe(0);
    });
  });
});
