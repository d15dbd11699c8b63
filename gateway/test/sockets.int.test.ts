import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { eventually, testUser } from '@ordergraph/testing';
import { WebSocket } from 'ws';

import { type Platform, startPlatform } from './support/platform.js';
import { openSocket } from './support/raw-socket.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const COUNTER = 'subscription ($room: ID!) { counter(room: $room) { value } }';
const socketUrl = (url: string) => url.replace(/^http/, 'ws');

describe('a socket', () => {
  it('answers queries and mutations as HTTP does, refused fields included', async () => {
    const client = connect(platform.url, await platform.sign(testUser('1')));
    const query = watch(client, { query: '{ me { id email pin } }' });
    const mutation = watch(client, { query: 'mutation { rename(id: 1, name: "Augusta") { name counted } }' });
    await eventually(() => {
      expect([query.end, mutation.end]).toEqual(['completed', 'completed']);
    });
    expect(query.payloads).toMatchObject([
      {
        data: { me: null },
        errors: [{ path: ['me', 'email'], extensions: { code: 'FORBIDDEN' } }, { path: ['me', 'pin'] }],
      },
    ]);
    expect(mutation.payloads).toEqual([{ data: { rename: { name: 'Augusta', counted: 7 } } }]);
    await client.dispose();
  });

  it('refuses a subscription that the caller may not have, and says so', async () => {
    const client = connect(platform.url);
    const watching = watch(client, { query: COUNTER, variables: { room: 'a' } });
    await eventually(() => {
      expect(watching.end).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    });
    await client.dispose();
  });

  it('says so when the operation it names is not in the document', async () => {
    const client = connect(platform.url);
    const query = watch(client, { query: 'query A { me { id } } query B { me { id } }', operationName: 'C' });
    await eventually(() => {
      expect(query.end).toMatchObject([
        {
          message: 'The document has no operation named "C".',
          extensions: { code: 'OPERATION_RESOLUTION_FAILURE', retryable: false },
        },
      ]);
    });
    await client.dispose();
  });

  it('takes the identity of a single operation from its extensions, and ends it when that expires', async () => {
    const client = connect(platform.url);
    platform.room('own').append({ value: 1, accountId: '1' });
    const authorization = await platform.sign(testUser('1'), 2);
    const watching = watch(client, { query: COUNTER, variables: { room: 'own' }, extensions: { authorization } });
    await eventually(() => {
      expect(watching.payloads).toHaveLength(1);
    });
    await eventually(() => {
      expect(watching.end).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', cursor: '1' } }]);
    });
    await client.dispose();
  });

  it.each([['nonsense', 'Bearer nonsense']])('closes with 4403 when its token is %s', async (_, authorization) => {
    const client = connect(platform.url, authorization);
    const watching = watch(client, { query: '{ me { id } }' });
    await eventually(() => {
      expect(watching.end).toMatchObject({ code: 4403 });
    });
    await client.dispose();
  });

  it('closes with 4403 when its token expires', async () => {
    const client = connect(platform.url, await platform.sign(testUser('1'), 2));
    const watching = watch(client, { query: COUNTER, variables: { room: 'quiet' } });
    await eventually(() => {
      expect(platform.room('quiet').readers).toBe(1);
    });
    await eventually(() => {
      expect(watching.end).toMatchObject({ code: 4403, reason: 'Token expired' });
    });
    await eventually(() => {
      expect(platform.room('quiet').readers).toBe(0);
    });
  });

  it('of the legacy subprotocol is told so by close code 4406', async () => {
    const socket = new WebSocket(socketUrl(platform.url), 'graphql-ws');
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4406, 'Subprotocol not acceptable']);
  });

  it.each([
    ['another path', '/other', {}, 400],
    ['an unknown origin', '/graphql', { origin: 'https://evil.example' }, 403],
  ])('is refused on %s', async (_, path, headers, status) => {
    const socket = new WebSocket(new URL(path, socketUrl(platform.url)), 'graphql-transport-ws', { headers });
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number; resume(): void },
    ];
    response.resume();
    expect(response.statusCode).toBe(status);
    socket.once('error', () => undefined);
    socket.terminate();
  });

  it.each(['//', 'http://[', '/graphql//'])('is refused on %s, and the gateway goes on', async (path) => {
    const { port } = new URL(platform.url);
    const asked = request({ port, path, headers: { connection: 'upgrade', upgrade: 'websocket' } }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(400);
    expect((await fetch(new URL('/ready', platform.url))).status).toBe(200);
  });

  it('does not take a vanished token for a visitor: a second socket of the user counts as the user', async () => {
    const authorization = await platform.sign(testUser('many'));
    const clients = Array.from({ length: 6 }, () => connect(platform.url, authorization));
    const watches = clients.map((client) => watch(client, { query: COUNTER, variables: { room: 'many' } }));
    await eventually(() => {
      expect(watches.filter(({ end }) => (end as { code?: number } | undefined)?.code === 1013)).toHaveLength(1);
      expect(platform.room('many').readers).toBe(5);
    });
    for (const each of clients) await each.dispose();
  });
});

describe('a gateway that stops', () => {
  it('answers queries that are under way over sockets before it closes them, and begins no more', async () => {
    const gateway = await platform.startGateway({ SUBGRAPH_TIMEOUT_MILLISECONDS: '1500' });
    const socket = await openSocket(gateway.url);
    socket.send({ type: 'connection_init' });
    await socket.received(1);
    socket.send({ type: 'subscribe', id: 'slow', payload: { query: '{ hang }' } });
    socket.send({ type: 'ping' });
    await socket.received(2);
    const stopping = gateway.stop();
    socket.send({ type: 'subscribe', id: 'late', payload: { query: '{ accounts { id } }' } });
    expect(await socket.closed()).toEqual([1001, 'Going away']);
    await stopping;
    expect(socket.messages.slice(2)).toMatchObject([
      { type: 'error', id: 'late', payload: [{ extensions: { code: 'SHUTTING_DOWN' } }] },
      { type: 'next', id: 'slow', payload: { data: { hang: null } } },
      { type: 'complete', id: 'slow' },
    ]);
  });

  it('waits for no answer beyond its budget', async () => {
    const gateway = await platform.startGateway({ SHUTDOWN_BUDGET_SECONDS: '1' });
    const socket = await openSocket(gateway.url);
    socket.send({ type: 'connection_init' });
    await socket.received(1);
    socket.send({ type: 'subscribe', id: 'slow', payload: { query: '{ hang }' } }, { type: 'ping' });
    await socket.received(2);
    const stopping = gateway.stop();
    expect(await socket.closed()).toEqual([1001, 'Going away']);
    await stopping;
    expect(socket.messages).toEqual([{ type: 'connection_ack' }, { type: 'pong' }]);
  });

  it('closes sockets with 1001, ends their streams upstream, and answers /ready no more', async () => {
    const gateway = await platform.startGateway();
    const client = connect(gateway.url, await platform.sign(testUser('1')));
    const watching = watch(client, { query: COUNTER, variables: { room: 'drain' } });
    await eventually(() => {
      expect(platform.room('drain').readers).toBe(1);
    });
    await gateway.stop();
    await eventually(() => {
      expect(watching.end).toMatchObject({ code: 1001 });
      expect(platform.room('drain').readers).toBe(0);
    });
    await expect(fetch(new URL('/ready', gateway.url))).rejects.toThrow();
  });
});
