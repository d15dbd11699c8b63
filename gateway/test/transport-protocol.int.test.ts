import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { eventually, testUser } from '@ordergraph/testing';
import { makeServer } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocketServer } from 'ws';

import { OperationTurns } from '../src/transports/operation-turns.js';
import { serveConnection } from '../src/transports/web-socket-connection.js';
import { type Platform, startPlatform } from './support/platform.js';
import { openSocket, type RawSocket } from './support/raw-socket.js';

/* The sentences are those of graphql-transport-ws: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */

jest.setTimeout(60_000);

let platform: Platform;
let authorization: string;
beforeAll(async () => {
  platform = await startPlatform({ MAX_SOCKETS_PER_ADDRESS: '1000', MAX_SOCKETS_PER_USER: '1000' }, logger);
  authorization = await platform.sign(testUser('1'));
});
afterAll(() => platform.stop());

const errors: string[] = [];
const logger = pino(
  { level: 'error' },
  { write: (line) => void errors.push((JSON.parse(line) as { msg: string }).msg) },
);
beforeEach(() => {
  errors.length = 0;
});

const init = { type: 'connection_init' };
const subscribe = (id: string, query: string, rest: object = {}) => ({
  type: 'subscribe',
  id,
  payload: { query, ...rest },
});
const ticker = (room: string) => `subscription { ticker(room: "${room}") { value } }`;

async function acknowledged(payload?: object): Promise<RawSocket> {
  const socket = await openSocket(platform.url);
  socket.send(payload ? { ...init, payload } : init);
  await socket.received(1);
  return socket;
}

const readers = (room: string, count: number) =>
  eventually(() => {
    expect(platform.room(room).readers).toBe(count);
  });

describe('receiving a message of a type or format that is not specified closes the socket with 4400, and is no error of the gateway', () => {
  it.each([
    ['text that is no JSON', '{'],
    ['bytes that are no text', Buffer.from([0xff, 0x00])],
    ['no object', '[]'],
    ['no type', {}],
    ['a type that is no text', { type: 1 }],
    ['an unknown type', { type: 'start' }],
    ['a payload of connection_init that is no object', { ...init, payload: 'token' }],
    ['a payload of ping that is no object', { type: 'ping', payload: 1 }],
    ['a subscription without id', { type: 'subscribe', payload: { query: '{ me { id } }' } }],
    ['an empty id', subscribe('', '{ me { id } }')],
    ['an id that is no text', { ...subscribe('1', '{ me { id } }'), id: 1 }],
    ['a subscription without payload', { type: 'subscribe', id: '1' }],
    ['a subscription without query', { type: 'subscribe', id: '1', payload: {} }],
    ['a query that is no text', { type: 'subscribe', id: '1', payload: { query: {} } }],
    ['variables that are no object', subscribe('1', '{ me { id } }', { variables: [] })],
    ['an operation name that is no text', subscribe('1', '{ me { id } }', { operationName: 1 })],
    ['extensions that are no object', subscribe('1', '{ me { id } }', { extensions: 'x' })],
    ['a complete without id', { type: 'complete' }],
    ['a connection_ack, which only servers send', { type: 'connection_ack' }],
    ['a next, which only servers send', { type: 'next', id: '1', payload: { data: null } }],
    ['an error, which only servers send', { type: 'error', id: '1', payload: [{ message: 'mine' }] }],
  ])('%s', async (_, message) => {
    const socket = await openSocket(platform.url);
    socket.send(message);
    expect(await socket.closed()).toEqual([4400, 'Invalid message received']);
    const open = await acknowledged();
    open.send(message);
    expect(await open.closed()).toEqual([4400, 'Invalid message received']);
    expect(errors).toEqual([]);
  });
});

describe('a message that the server fails to handle', () => {
  it('closes the socket with 4500, and is logged once however many come', async () => {
    const protocol = makeServer({
      onPing: () => {
        throw new Error('a fault');
      },
    });
    const server = new WebSocketServer({ port: 0 });
    server.on('connection', (socket) => {
      serveConnection({
        protocol,
        socket,
        extra: {},
        turns: new OperationTurns(),
        keepAliveMilliseconds: 60_000,
        logger,
      });
    });
    await once(server, 'listening');
    const socket = await openSocket(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    socket.send({ type: 'ping' }, { type: 'ping' }, { type: 'ping' });
    expect(await socket.closed()).toEqual([4500, 'Internal server error']);
    expect(errors).toEqual(['handling a WebSocket message failed']);
    server.close();
  });
});

describe('a connection', () => {
  it('is acknowledged after connection_init', async () => {
    const socket = await acknowledged();
    expect(socket.messages).toEqual([{ type: 'connection_ack' }]);
    socket.leave();
  });

  it('that is not requested within the waiting time closes the socket with 4408', async () => {
    const socket = await openSocket(platform.url);
    expect(await socket.closed()).toEqual([4408, 'Connection initialisation timeout']);
  });

  it('that is requested more than once closes the socket with 4429', async () => {
    const socket = await openSocket(platform.url);
    socket.send(init, init);
    expect(await socket.closed()).toEqual([4429, 'Too many initialisation requests']);
  });

  it('that is refused closes the socket with 4403', async () => {
    const socket = await openSocket(platform.url);
    socket.send({ ...init, payload: { authorization: 'Bearer nonsense' } });
    expect(await socket.closed()).toEqual([4403, 'Token not accepted']);
  });

  it.each([
    { authorization: 5 },
    { authorization: true },
    { authorization: {} },
    { Authorization: ['Bearer x'] },
    { headers: { authorization: 0 } },
  ])('whose token is no text is refused so too, not taken for a visitor: %j', async (payload) => {
    const socket = await openSocket(platform.url);
    socket.send({ ...init, payload });
    expect(await socket.closed()).toEqual([4403, 'Token not accepted']);
    expect(socket.messages).toEqual([]);
  });

  it('without a token, or with none to give, is of a visitor', async () => {
    for (const payload of [{}, { authorization: null }, { authorization: '' }]) {
      const socket = await acknowledged(payload);
      socket.send(subscribe('1', '{ me { id } }'));
      expect((await socket.received(2))[1]).toEqual({ type: 'next', id: '1', payload: { data: { me: null } } });
      socket.leave();
    }
  });

  it('of no subprotocol is closed with 4406', async () => {
    const socket = await openSocket(platform.url, '');
    expect(await socket.closed()).toEqual([4406, 'Subprotocol not acceptable']);
  });

  it('that offers the legacy subprotocol first, and this one as well, gets this one', async () => {
    const socket = await openSocket(platform.url, ['graphql-ws', 'graphql-transport-ws']);
    expect(socket.protocol).toBe('graphql-transport-ws');
    socket.send(init);
    expect(await socket.received(1)).toEqual([{ type: 'connection_ack' }]);
    socket.leave();
  });

  it('whose peer answers no ping of WebSocket is terminated and its operations are stopped, others go on', async () => {
    const { url } = await platform.startGateway({ SOCKET_PING_SECONDS: '1' });
    const [silent, answering] = await Promise.all([
      openSocket(url, 'graphql-transport-ws', { autoPong: false }),
      openSocket(url),
    ]);
    silent.send(init);
    answering.send(init);
    await Promise.all([silent.received(1), answering.received(1)]);
    silent.send(subscribe('1', ticker('silent')));
    answering.send(subscribe('1', ticker('answering')));
    await readers('silent', 1);
    await readers('answering', 1);
    // No close frame came: the peer is taken to be gone.
    expect(await silent.closed()).toEqual([1006, '']);
    await readers('silent', 0);
    answering.send({ type: 'ping' });
    expect(await answering.received(2)).toEqual([{ type: 'connection_ack' }, { type: 'pong' }]);
    expect(platform.room('answering').readers).toBe(1);
    answering.leave();
  });
});

describe('ping and pong', () => {
  it('a ping is answered by a pong with its payload, also before the connection is acknowledged', async () => {
    const socket = await openSocket(platform.url);
    socket.send({ type: 'ping' }, { type: 'ping', payload: { at: 1 } });
    expect(await socket.received(2)).toEqual([{ type: 'pong' }, { type: 'pong', payload: { at: 1 } }]);
    socket.leave();
  });

  it('a pong may come unasked, and changes nothing', async () => {
    const socket = await acknowledged();
    socket.send({ type: 'pong' }, { type: 'pong', payload: { at: 1 } }, { type: 'ping' });
    expect(await socket.received(2)).toEqual([{ type: 'connection_ack' }, { type: 'pong' }]);
    socket.leave();
  });
});

describe('an operation', () => {
  it('before the connection is acknowledged closes the socket with 4401', async () => {
    const socket = await openSocket(platform.url);
    socket.send(subscribe('1', '{ me { id } }'));
    expect(await socket.closed()).toEqual([4401, 'Unauthorized']);
  });

  it.each([
    ['query', '{ accounts { id } }', { accounts: [{ id: '1' }, { id: '2' }] }],
    ['mutation', 'mutation { signIn(name: "a") }', { signIn: 'welcome a' }],
  ])('of a single result (%s) is answered by next, then complete', async (_, query, data) => {
    const socket = await acknowledged();
    socket.send(subscribe('one', query));
    expect((await socket.received(3)).slice(1)).toEqual([
      { type: 'next', id: 'one', payload: { data } },
      { type: 'complete', id: 'one' },
    ]);
    socket.leave();
  });

  it('is the one that operationName names', async () => {
    const socket = await acknowledged();
    const document =
      'query A { accounts { id } } query B($n: String!) { me { id } account(id: $n) @skip(if: true) { id } }';
    socket.send(
      subscribe('1', document.replace('$n: String!', '$n: ID!'), { operationName: 'B', variables: { n: '1' } }),
    );
    expect((await socket.received(2))[1]).toEqual({ type: 'next', id: '1', payload: { data: { me: null } } });
    socket.leave();
  });

  it.each([
    ['does not parse', '{', 'GRAPHQL_PARSE_FAILED'],
    ['is invalid', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['is refused', 'subscription { counter(room: "a") { value } }', 'UNAUTHENTICATED'],
    ['is not named among several', 'query A { me { id } } query B { me { id } }', 'OPERATION_RESOLUTION_FAILURE'],
  ])(
    'that %s is answered by error, which ends it without complete, and its id is free again',
    async (_, query, code) => {
      const socket = await acknowledged();
      socket.send(subscribe('1', query));
      expect((await socket.received(2))[1]).toMatchObject({
        type: 'error',
        id: '1',
        payload: [{ extensions: { code } }],
      });
      socket.send(subscribe('1', '{ me { id } }'));
      expect((await socket.received(4)).slice(2).map(({ type }) => type)).toEqual(['next', 'complete']);
      socket.leave();
    },
  );

  it('whose stream fails is ended by error, without complete', async () => {
    const socket = await acknowledged({ authorization });
    socket.send(subscribe('1', 'subscription { counter(room: "a", after: "nonsense") { value } }'));
    expect((await socket.received(2))[1]).toMatchObject({
      type: 'error',
      id: '1',
      payload: [{ extensions: { code: 'CURSOR_INVALID' } }],
    });
    socket.send({ type: 'ping' });
    expect((await socket.received(3))[2]).toEqual({ type: 'pong' });
    socket.leave();
  });

  it('with the id of one that is active closes the socket with 4409', async () => {
    const socket = await acknowledged();
    socket.send(subscribe('same', ticker('same')), subscribe('same', ticker('other')));
    expect(await socket.closed()).toEqual([4409, 'Subscriber for same already exists']);
    await readers('same', 0);
    await readers('other', 0);
  });

  it('that its client completes is stopped upstream, is sent nothing more, and its id is free again', async () => {
    const socket = await acknowledged();
    socket.send(subscribe('1', ticker('left')));
    await readers('left', 1);
    socket.send({ type: 'complete', id: '1' });
    await readers('left', 0);
    platform.room('left').append({ value: 1, accountId: '1' });
    socket.send(subscribe('1', ticker('left')));
    await readers('left', 1);
    platform.room('left').append({ value: 2, accountId: '1' });
    expect((await socket.received(2)).slice(1)).toEqual([
      { type: 'next', id: '1', payload: { data: { ticker: { value: 2 } } } },
    ]);
    socket.leave();
    await readers('left', 0);
  });

  it('that is completed twice, or never was, is no fault', async () => {
    const socket = await acknowledged();
    socket.send({ type: 'complete', id: 'unknown' }, { type: 'complete', id: 'unknown' }, { type: 'ping' });
    expect((await socket.received(2))[1]).toEqual({ type: 'pong' });
    socket.leave();
  });

  it('is one of several at once, each by its id', async () => {
    const socket = await acknowledged();
    socket.send(subscribe('a', ticker('several-a')), subscribe('b', ticker('several-b')));
    await readers('several-a', 1);
    await readers('several-b', 1);
    platform.room('several-b').append({ value: 2, accountId: '1' });
    expect((await socket.received(2))[1]).toMatchObject({ id: 'b' });
    platform.room('several-a').append({ value: 1, accountId: '1' });
    expect((await socket.received(3))[2]).toMatchObject({ id: 'a' });
    socket.leave();
  });
});
