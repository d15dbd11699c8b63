import { eventually, requestGraphql, testUser } from '@ordergraph/testing';
import type { Client } from 'graphql-ws';

import { type Platform, startPlatform } from './support/platform.js';
import { openSocket } from './support/raw-socket.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

let platform: Platform;
let client: Client;
beforeAll(async () => {
  platform = await startPlatform({
    RATE_SIGN_IN_PER_MINUTE: '5',
    MAX_STREAMS_PER_SOCKET: '3',
    MAX_SOCKETS_PER_ADDRESS: '2',
  });
  client = connect(platform.url);
});
afterAll(async () => {
  await client.dispose();
  await platform.stop();
});

const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const fragments = repeat(
  12,
  (index) =>
    `fragment F${String(index)} on Account { ...F${String(index + 1)} b${String(index)}: name ...F${String(index + 1)} }`,
);

const excesses = (
  [
    ['TOO_MANY_TOKENS', `{ accounts { ${repeat(2_000, () => 'id')} } }`],
    ['OPERATION_TOO_DEEP', `{ accounts ${repeat(12, () => '{ friends')} { id } ${repeat(12, () => '}')} }`],
    ['TOO_MANY_ALIASES', `{ accounts { ${repeat(31, (index) => `a${String(index)}: id`)} } }`],
    ['TOO_MANY_ALIASES', `{ accounts { ...F0 } } ${fragments} fragment F12 on Account { x: id }`],
    [
      'OPERATION_TOO_LARGE',
      `{ accounts { ...F0 } } ${fragments.replaceAll(/b\d+: /g, '')} fragment F12 on Account { id }`,
    ],
    ['TOO_MANY_ROOT_FIELDS', `{ ${repeat(11, (index) => `a${String(index)}: memberCount`)} }`],
    ['TOO_MANY_MUTATIONS', `mutation { ${repeat(5, (index) => `a${String(index)}: signIn(name: "a")`)} }`],
    ['PAGE_TOO_LARGE', '{ accounts(first: 101) { id } }'],
    ['PAGE_TOO_LARGE', 'query ($n: Int) { accounts(first: $n) { id } }', { n: 1_000 }],
    ['PAGE_TOO_LARGE', 'query ($n: Int = 1000) { accounts(first: $n) { id } }'],
    ['PAGE_TOO_LARGE', 'query ($toString: Int = 1000) { accounts(first: $toString) { id } }'],
    ['PAGE_TOO_LARGE', '{ paged(last: 101) { id } }'],
    ['PAGE_TOO_LARGE', 'query ($n: Int) { paged(last: $n) { id } }', { n: -1 }],
    ['OPERATION_TOO_EXPENSIVE', '{ accounts { friends { friends { friends { id } } } } }'],
    ['OPERATION_TOO_EXPENSIVE', 'query ($n: Int) { paged(last: $n) { friends { friends { id } } } }', { n: 100 }],
    ['SLICING_ARGUMENT_REQUIRED', '{ paged { id } }'],
    ['BAD_USER_INPUT', 'query ($n: Int) { accounts(first: $n) { id } }', { n: 'many' }],
    ['GRAPHQL_VALIDATION_FAILED', '{ nothing }'],
    ['GRAPHQL_PARSE_FAILED', '{'],
  ] satisfies [string, string, Record<string, unknown>?][]
).map(([code, query, variables = {}]) => ({ code, query, variables }));

/** As the specification of GraphQL over HTTP has it (docs/errors.md). */
const ANSWERED_BY_200 = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

describe('an operation that is too much', () => {
  it.each(excesses)('is refused with $code over HTTP', async ({ code, query, variables }) => {
    const { status, data, errors } = await requestGraphql({ url: platform.url, query, variables });
    expect({ status, data, codes: errors?.map(({ extensions }) => extensions?.['code']) }).toEqual({
      status: 400,
      data: undefined,
      codes: [code],
    });
  });

  it.each(excesses)('is refused with $code and its status to who asks for JSON by name', async (operation) => {
    const headers = { accept: 'application/json' };
    const { code, ...asked } = operation;
    const { status, errors } = await requestGraphql({ url: platform.url, headers, ...asked });
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(status).toBe(ANSWERED_BY_200.has(code) ? 200 : 400);
  });

  it.each(excesses)('is refused with $code over WebSocket', async ({ code, query, variables }) => {
    const watching = watch(client, { query, variables });
    const errors = await eventually(() => {
      expect(watching.end).toBeDefined();
      return watching.payloads[0]?.errors ?? watching.end;
    });
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  it('is refused with REQUEST_TOO_LARGE when its body is', async () => {
    const answer = await requestGraphql({ url: platform.url, query: `# ${'x'.repeat(101 * 1024)}\n{ memberCount }` });
    expect(answer).toMatchObject({ status: 413, errors: [{ extensions: { code: 'REQUEST_TOO_LARGE' } }] });
  });

  it('is refused with close code 1009 when its message is', async () => {
    const own = connect(platform.url);
    const watching = watch(own, { query: `# ${'x'.repeat(65 * 1024)}\n{ memberCount }` });
    await eventually(() => {
      expect(watching.end).toMatchObject({ code: 1009 });
    });
    await own.dispose();
  });

  it('is refused with BATCHING_REFUSED as an array', async () => {
    const response = await fetch(platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ memberCount }' }, { query: '{ memberCount }' }]),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BATCHING_REFUSED' } }] },
    ]);
  });
});

describe('counts', () => {
  it('limit the operations of one socket', async () => {
    const watches = Array.from({ length: 4 }, (_, index) =>
      watch(client, {
        query: 'subscription ($room: ID!) { ticker(room: $room) { value } }',
        variables: { room: `many-${String(index)}` },
      }),
    );
    await eventually(() => {
      expect(watches[3]?.end).toMatchObject([{ extensions: { code: 'TOO_MANY_STREAMS' } }]);
    });
    expect(watches.slice(0, 3).map(({ end }) => end)).toEqual([undefined, undefined, undefined]);
    for (const { stop } of watches) stop();
  });

  it('limit the sockets of one address with 1013', async () => {
    const others = Array.from({ length: 3 }, () => connect(platform.url));
    const watches = others.map((other) =>
      watch(other, { query: 'subscription { ticker(room: "sockets") { value } }' }),
    );
    await eventually(() => {
      expect(watches.map(({ end }) => end).filter(Boolean)).toMatchObject([{ code: 1013 }]);
    });
    for (const each of others) await each.dispose();
  });

  it('limit the operations of a signed-in user over all connections together, and those of no other', async () => {
    const perSecond = 5;
    const gateway = await platform.startGateway({
      RATE_PER_PRINCIPAL: String(perSecond),
      MAX_STREAMS_PER_SOCKET: '20',
      MAX_SOCKETS_PER_ADDRESS: '20',
    });
    const query = '{ me { id } }';
    const times = <Result>(make: () => Result) => Array.from({ length: perSecond }, make);
    const [busy, calm] = await Promise.all([platform.sign(testUser('1')), platform.sign(testUser('2'))]);
    const sockets = Array.from({ length: 4 }, () => connect(gateway.url, busy));
    const watches = sockets.flatMap((socket) => times(() => watch(socket, { query })));
    const ask = (authorization?: string) =>
      Promise.all(times(() => requestGraphql({ url: gateway.url, query, ...(authorization && { authorization }) })));
    const [own, ofAnother, ofVisitors] = await Promise.all([ask(busy), ask(calm), ask()]);
    // No connection carried more than a user may ask for in a second, all together far more.
    const ends = await eventually(() => {
      const all = [...own.map(({ errors }) => errors ?? 'completed'), ...watches.map(({ end }) => end)];
      expect(all).not.toContain(undefined);
      return all;
    });
    const refused = ends.filter((end) => end !== 'completed');
    expect(ends.length - refused.length).toBeGreaterThanOrEqual(perSecond);
    expect(refused).not.toEqual([]);
    for (const errors of refused)
      expect(errors).toMatchObject([
        { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) as number } },
      ]);
    expect(ofAnother.map(({ data }) => data)).toEqual(times(() => ({ me: { id: '2' } })));
    expect(ofVisitors.map(({ data }) => data)).toEqual(times(() => ({ me: null })));
    for (const each of sockets) await each.dispose();
  });

  it('limit an address by what the proxy saw of it, whatever the client wrote before that', async () => {
    const { url } = await platform.startGateway({ RATE_PER_ADDRESS: '2', TRUST_PROXY: 'true' });
    let written = 0;
    const from = async (seen: string): Promise<number> => {
      written += 1;
      const headers = { 'x-forwarded-for': `10.0.${String(written >> 8)}.${String(written % 256)}, ${seen}` };
      return (await requestGraphql({ url, query: '{ me { id } }', headers })).status;
    };
    await eventually(async () => {
      const statuses = await Promise.all(Array.from({ length: 10 }, () => from('192.0.2.1')));
      expect(statuses).toContain(429);
    });
    expect(await from('192.0.2.2')).toBe(200);
  });

  it('take all addresses of one IPv6 network for one, and an IPv4 address for itself however it is written', async () => {
    const { url } = await platform.startGateway({ RATE_SIGN_IN_PER_MINUTE: '3', TRUST_PROXY: 'true' });
    const from = async (seen: string): Promise<number> => {
      const headers = { 'x-forwarded-for': seen };
      return (await requestGraphql({ url, query: 'mutation { signIn(name: "a") }', headers })).status;
    };
    const statuses = async (...addresses: string[]): Promise<number[]> => {
      const found: number[] = [];
      for (const address of addresses) found.push(await from(address));
      return found;
    };
    expect(await statuses('2001:db8::1', '2001:db8::2', '2001:DB8:0:0:9::', '2001:db8::4')).toEqual([
      200, 200, 200, 429,
    ]);
    expect(await statuses('2001:db8:0:1::1', '192.0.2.1', '::ffff:192.0.2.1', '192.0.2.1', '::ffff:c000:201')).toEqual([
      200, 200, 200, 200, 429,
    ]);
    expect(await from('192.0.2.2')).toBe(200);
  });

  it('take the sockets of one IPv6 network for those of one address', async () => {
    const { url } = await platform.startGateway({ MAX_SOCKETS_PER_ADDRESS: '2', TRUST_PROXY: 'true' });
    const open = async (seen: string) => {
      const socket = await openSocket(url, undefined, { headers: { 'x-forwarded-for': seen } });
      socket.send({ type: 'connection_init' });
      return socket;
    };
    const first = await open('2001:db8::1');
    const second = await open('2001:db8::2');
    await Promise.all([first.received(1), second.received(1)]);
    expect((await (await open('2001:db8::3')).closed())[0]).toBe(1013);
    const other = await open('2001:db8:0:1::1');
    expect(await other.received(1)).toMatchObject([{ type: 'connection_ack' }]);
    for (const socket of [first, second, other]) socket.leave();
  });

  it('limit tries of secrets from one address, and say when to try again', async () => {
    const tries = await Promise.all(
      Array.from({ length: 7 }, () =>
        requestGraphql({ url: platform.url, query: 'mutation { ...M } fragment M on Mutation { signIn(name: "a") }' }),
      ),
    );
    const refused = tries.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused[0]?.errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) as number } },
    ]);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
