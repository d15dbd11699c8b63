import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

import { watchByApolloClient, watchByGraphqlSse } from './support/http-watch.js';
import { type Platform, startPlatform } from './support/platform.js';
import type { Payload } from './support/watch.js';

const COUNTER = `subscription Watch($room: ID!, $after: String) {
  counter(room: $room, after: $after) { value account { id name } }
}`;

jest.setTimeout(60_000);

let platform: Platform;
let authorization: string;
beforeAll(async () => {
  platform = await startPlatform({ MAX_HTTP_STREAMS_PER_USER: '3', MAX_HTTP_STREAMS_PER_ADDRESS: '1' });
  authorization = await platform.sign(testUser('1'));
});
afterAll(() => platform.stop());

const valuesOf = (payloads: readonly Payload[]) =>
  payloads.map(({ data }) => (data?.['counter'] as { value: number } | undefined)?.value);

describe.each([
  ['multipart', watchByApolloClient],
  ['events', watchByGraphqlSse],
])('a subscription over HTTP (%s)', (name, watch) => {
  const open = (room: string, variables: Record<string, unknown> = {}) =>
    watch(platform.url, { query: COUNTER, variables: { room: `${name}-${room}`, ...variables } }, authorization);
  const roomOf = (room: string) => platform.room(`${name}-${room}`);

  it('is completed by the subgraphs that own the rest, and carries a cursor with every payload', async () => {
    const watching = open('entities');
    roomOf('entities').append({ value: 10, accountId: '1' });
    roomOf('entities').append({ value: 20, accountId: '2' });
    await eventually(() => {
      expect(watching.payloads).toMatchObject([
        { data: { counter: { value: 10, account: { id: '1', name: 'Ada' } } }, extensions: { cursor: '1' } },
        { data: { counter: { value: 20, account: { id: '2', name: 'Grace' } } }, extensions: { cursor: '2' } },
      ]);
    });
    watching.stop();
  });

  it('stops upstream when its watcher leaves, also when nothing happens', async () => {
    const watching = open('quiet');
    await eventually(() => {
      expect(roomOf('quiet').readers).toBe(1);
    });
    watching.stop();
    await eventually(() => {
      expect(roomOf('quiet').readers).toBe(0);
    });
  });

  it.each([
    ['the argument `after`', { variables: { after: '2' } }],
    [
      '`extensions.cursor`, even if an old argument is sent again',
      { variables: { after: '1' }, extensions: { cursor: '2' } },
    ],
  ])('resumes by %s', async (_, { variables, ...rest }) => {
    const room = roomOf('resume');
    while (room.length < 3) room.append({ value: room.length + 1, accountId: '1' });
    const request = { query: COUNTER, variables: { room: `${name}-resume`, ...variables }, ...rest };
    const watching = watch(platform.url, request, authorization);
    await eventually(() => {
      expect(valuesOf(watching.payloads)).toEqual([3]);
    });
    watching.stop();
  });

  it('survives a restart of its subgraph without losing or repeating an event', async () => {
    const room = roomOf('restart');
    const watching = open('restart');
    room.append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(valuesOf(watching.payloads)).toEqual([1]);
    });
    await platform.counters.stop();
    room.append({ value: 2, accountId: '1' });
    await platform.counters.start();
    room.append({ value: 3, accountId: '1' });
    await eventually(() => {
      expect(valuesOf(watching.payloads)).toEqual([1, 2, 3]);
    });
    watching.stop();
  });

  it('ends with UNAUTHENTICATED when its token expires, and says where to resume', async () => {
    roomOf('expiry').append({ value: 1, accountId: '1' });
    const request = { query: COUNTER, variables: { room: `${name}-expiry` } };
    const watching = watch(platform.url, request, await platform.sign(testUser('1'), 3));
    await eventually(() => {
      expect(watching.end).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', cursor: '1' } }]);
    });
    expect(valuesOf(watching.payloads)).toEqual([1]);
    expect(roomOf('expiry').readers).toBe(0);
  });

  it('ends with SHUTTING_DOWN when the gateway stops, and the gateway does not wait for its client', async () => {
    const gateway = await platform.startGateway({ SHUTDOWN_BUDGET_SECONDS: '300' });
    roomOf('drain').append({ value: 1, accountId: '1' });
    const watching = watch(gateway.url, { query: COUNTER, variables: { room: `${name}-drain` } }, authorization);
    await eventually(() => {
      expect(valuesOf(watching.payloads)).toEqual([1]);
    });
    await gateway.stop();
    await eventually(() => {
      expect(watching.end).toMatchObject([{ extensions: { code: 'SHUTTING_DOWN', retryable: true, cursor: '1' } }]);
      expect(roomOf('drain').readers).toBe(0);
    });
  });

  it('passes on the refusal of its subgraph', async () => {
    const watching = open('refused', { after: 'nonsense' });
    await eventually(() => {
      expect(watching.end).toMatchObject([{ extensions: { code: 'CURSOR_INVALID', retryable: false } }]);
    });
  });

  it.each([
    ['a visitor', undefined, COUNTER, 'UNAUTHENTICATED'],
    ['a bad token', 'Bearer nonsense', COUNTER, 'UNAUTHENTICATED'],
    ['an unknown field', undefined, 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('is refused for %s', async (_, token, query, code) => {
    const watching = watch(platform.url, { query, variables: { room: 'a' } }, token);
    await eventually(() => {
      expect(watching.end).toMatchObject([{ extensions: { code } }]);
    });
  });

  it('takes one of the places of its user, and gives it back', async () => {
    const watches = ['1', '2', '3', '4'].map((room) => open(`places-${room}`));
    await eventually(() => {
      expect(watches.map(({ end }) => end).filter(Boolean)).toMatchObject([
        [{ extensions: { code: 'TOO_MANY_STREAMS', retryable: true } }],
      ]);
    });
    expect(await openStreams()).toBe(3);
    for (const { stop } of watches) stop();
    await eventually(async () => {
      expect(await openStreams()).toBe(0);
    });
    const again = open('places-5');
    await eventually(() => {
      expect(roomOf('places-5').readers).toBe(1);
    });
    again.stop();
  });

  it('takes one of the places of its address when it is of a visitor', async () => {
    const query = 'subscription { ticker(room: "visitors") { value } }';
    const watches = [1, 2].map(() => watch(platform.url, { query }));
    await eventually(() => {
      expect(watches.map(({ end }) => end).filter(Boolean)).toMatchObject([
        [{ extensions: { code: 'TOO_MANY_STREAMS' } }],
      ]);
    });
    for (const { stop } of watches) stop();
    await eventually(async () => {
      expect(await openStreams()).toBe(0);
    });
  });
});

async function openStreams(): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', platform.url))).text();
  return Number(/^ordergraph_gateway_open_http_streams (\d+)/m.exec(metrics)?.[1]);
}

describe('a query or mutation whose sender accepts a stream', () => {
  it.each(['multipart/mixed;subscriptionSpec=1.0, application/json', 'application/json, text/event-stream'])(
    'is answered in JSON: %s',
    async (accept) => {
      const answer = await requestGraphql({
        url: platform.url,
        query: '{ me { id } }',
        authorization,
        headers: { accept },
      });
      expect(answer).toMatchObject({ status: 200, data: { me: { id: '1' } } });
      expect(answer.headers.get('content-type')).toContain('application/json');
    },
  );

  it('is answered by one event when that is all that is accepted', async () => {
    const query = watchByGraphqlSse(platform.url, { query: '{ me { id email } }' }, authorization);
    const mutation = watchByGraphqlSse(
      platform.url,
      { query: 'mutation { rename(id: 1, name: "Augusta") { name } }' },
      authorization,
    );
    const refused = watchByGraphqlSse(
      platform.url,
      { query: 'mutation { rename(id: 1, name: "x") { pin } }' },
      authorization,
    );
    await eventually(() => {
      expect([query.end, mutation.end]).toEqual(['completed', 'completed']);
      expect(refused.end).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    });
    expect(query.payloads).toMatchObject([
      {
        data: { me: { id: '1', email: null } },
        errors: [{ path: ['me', 'email'], extensions: { code: 'FORBIDDEN' } }],
      },
    ]);
    expect(mutation.payloads).toEqual([{ data: { rename: { name: 'Augusta' } } }]);
  });
});
