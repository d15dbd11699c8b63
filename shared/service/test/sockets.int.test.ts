import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { eventually, testUser } from '@ordergraph/testing';
import type { GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';
import { type RunningLibrary, startLibrary } from './running-library.js';

const ticks = 'subscription { ticks { number loads trouble } }';

describe('GraphQL over WebSocket', () => {
  let running: RunningLibrary;
  let ada: string;

  beforeAll(async () => {
    running = await startLibrary();
    ada = await running.identity.sign(testUser('ada'));
  });
  afterAll(() => running.stop());
  const subscribers = (count: number) => eventually(() => expect(running.library.subscribers).toBe(count));

  it.each(['connection', 'subscribe'] as const)('takes the identity in %s', async (identityIn) => {
    const watch = running.watch(ticks, ada, identityIn);
    await subscribers(1);
    running.library.tick(1);
    await eventually(() => expect(watch.payloads).toHaveLength(1));
    await watch.stop();
    await subscribers(0);
  });

  /** Lines about what went wrong, under the correlation id that the client was told. */
  const loggedAs = (error: GraphQLFormattedError | undefined): string[] => {
    const id = `"correlationId":"${String(error?.extensions?.['correlationId'])}"`;
    return running.lines.filter((line) => line.includes('hunter2') && line.includes(id));
  };

  it('puts the cursor of each event into its extensions, and loads afresh for each', async () => {
    const watch = running.watch(ticks, ada);
    await subscribers(1);
    for (const number of [1, 2, 3]) running.library.tick(number);
    await eventually(() => expect(watch.payloads).toHaveLength(3));
    expect(watch.payloads).toEqual(
      [1, 2, 3].map((number) => ({
        data: { ticks: { number, loads: 1, trouble: 'none' } },
        extensions: { cursor: `tick-${number}` },
      })),
    );
    await watch.stop();
    await subscribers(0);
  });

  it('goes on after a field failed in one event, without saying why', async () => {
    const watch = running.watch(ticks, ada);
    await subscribers(1);
    running.library.tick(13);
    running.library.tick(14);
    await eventually(() => expect(watch.payloads).toHaveLength(2));
    expect(watch.payloads[0]).toMatchObject({
      data: { ticks: { number: 13, trouble: null } },
      errors: [{ path: ['ticks', 'trouble'], extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true } }],
      extensions: { cursor: 'tick-13' },
    });
    expect(JSON.stringify(watch.payloads)).not.toContain('hunter2');
    expect(loggedAs(watch.payloads[0]?.errors?.[0])).toHaveLength(1);
    await watch.stop();
    await subscribers(0);
  });

  it.each(['subscription { refused { number } }', 'subscription { failing { number } }'])(
    'ends with a typed error and tells only the log: %s',
    async (query) => {
      const logged = () => running.lines.filter((line) => line.includes('hunter2')).length;
      const before = logged();
      const watch = running.watch(query, ada);
      await eventually(() => expect(watch.end).toMatchObject({ kind: 'errors' }));
      expect(watch.end).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true } }] });
      expect(JSON.stringify(watch.end)).not.toContain('hunter2');
      expect(logged() - before).toBe(1);
      expect(loggedAs((watch.end as { errors?: GraphQLFormattedError[] }).errors?.[0])).toHaveLength(1);
    },
  );

  it.each(['{ hello }', '{ _service { sdl } }', ticks, '{ nonsense'])(
    'answers a stranger nothing: %s',
    async (query) => {
      const watch = running.watch(query);
      await eventually(() =>
        expect(watch.end).toMatchObject({ kind: 'errors', errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }),
      );
      expect(watch.payloads).toEqual([]);
    },
  );

  it('closes with 4403 for an invalid token in connection_init', async () => {
    const watch = running.watch(ticks, 'Bearer a.b.c');
    await eventually(() => expect(watch.end).toMatchObject({ kind: 'closed', code: 4403 }), { timeoutMs: 3000 });
  });

  it('closes with 4403 when the token of the connection ends', async () => {
    const brief = await running.identity.sign(testUser('ada'), { lifetimeSeconds: 1 });
    const watch = running.watch(ticks, brief);
    await eventually(() => expect(watch.end).toMatchObject({ kind: 'closed', code: 4403 }), { timeoutMs: 3000 });
    await subscribers(0);
  });

  it('does not let a visitor subscribe where users may', async () => {
    const visitor = await running.identity.signForSubgraph({ kind: 'visitor' }, running.service.name);
    const watch = running.watch(ticks, visitor);
    await eventually(() => expect(watch.end).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }));
    expect(running.library.subscribers).toBe(0);
  });

  it('answers queries too, and refuses what is invalid with its code', async () => {
    const query = running.watch('{ hello }', ada);
    await eventually(() => expect(query.payloads).toEqual([{ data: { hello: 'hello' } }]));
    for (const [text, code] of [
      ['{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ hello', 'GRAPHQL_PARSE_FAILED'],
    ] as const) {
      const refused = running.watch(text, ada);
      await eventually(() =>
        expect(refused.end).toMatchObject({ errors: [{ extensions: { code, retryable: false } }] }),
      );
    }
  });

  it.each([
    ['lists', `{ at(time: ${'['.repeat(4_990)}${']'.repeat(4_990)}) }`],
    ['selections', `{ ${'deep { '.repeat(3_300)} __typename ${'} '.repeat(3_300)} }`],
  ])('refuses %s too deep for graphql-js as over HTTP, and so it does in its own process', async (_what, query) => {
    // How deep is too deep varies with what the compiler did so far.
    const code = expect.stringMatching(/^GRAPHQL_(PARSE|VALIDATION)_FAILED$/) as string;
    const errors = [{ extensions: { code, retryable: false } }];
    const overSocket = running.watch(query, ada);
    await eventually(() => expect(overSocket.end).toMatchObject({ errors }));
    const extensions = { authorization: ada };
    expect(await running.service.local?.answer({ query, extensions })).toMatchObject({ errors });
    expect(await running.ask(query, ada)).toMatchObject({ errors });
  });

  it.each([
    ['the legacy subprotocol', 'graphql-ws', '', 4406],
    ['a message that is no JSON', 'graphql-transport-ws', 'x', 4400],
    ['a message that is too large', 'graphql-transport-ws', 'x'.repeat(300_000), 1009],
    ['a subscribe before connection_init', 'graphql-transport-ws', subscribe('{ hello }'), 4401],
  ])('closes on %s', async (_what, subprotocol, message, code) => {
    expect(await closeCode(running.service.url, subprotocol, message)).toBe(code);
  });

  it('listens on its path only', async () => {
    const elsewhere = running.service.url.replace('/graphql', '/else');
    await expect(closeCode(elsewhere, 'graphql-transport-ws', '')).rejects.toThrow('404');
  });

  it.each(['//', 'http://[', '/graphql//'])('survives an upgrade of %s', async (path) => {
    const { port } = running.service;
    const asked = request({ port, path, headers: { connection: 'upgrade', upgrade: 'websocket' } }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(404);
  });

  it('survives peers that are gone before they are refused', async () => {
    const upgrade = 'GET /else HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
    const vanishing = Array.from({ length: 100 }, async () => {
      const peer = connect(running.service.port);
      peer.on('error', () => undefined);
      peer.write(upgrade, () => peer.resetAndDestroy());
      await once(peer, 'close');
    });
    await Promise.all(vanishing);
    expect(await running.ask('{ hello }', ada)).toMatchObject({ data: { hello: 'hello' } });
  });
});

function subscribe(query: string): string {
  return JSON.stringify({ id: '1', type: 'subscribe', payload: { query } });
}

function closeCode(url: string, subprotocol: string, message: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'), subprotocol);
    socket.once('open', () => message && socket.send(message));
    socket.once('close', resolve);
    socket.once('error', reject);
  });
}
