import { createServer, type Server } from 'node:net';
import { eventually, requestGraphql, testMongo, testUser } from '@ordergraph/testing';
import { ConfigurationInvalid, createLogger, startService } from '../src/index.js';
import { createLibrary } from './library.js';
import { type RunningLibrary, startLibrary } from './running-library.js';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('a running service', () => {
  let running: RunningLibrary;
  const get = (path: string) => fetch(new URL(path, running.service.url));
  beforeAll(async () => (running = await startLibrary()));
  afterAll(() => running.stop());

  it('is live, and ready without its broker, and says so', async () => {
    expect((await get('/live')).status).toBe(200);
    const ready = await get('/ready');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', database: 'ok', broker: 'disconnected' },
    ]);
  });

  it('counts what it does', async () => {
    const authorization = await running.identity.sign(testUser('ada'));
    await running.ask('{ hello }', authorization);
    const metrics = await (await get('/metrics')).text();
    const line = metrics
      .split('\n')
      .find((each) => each.startsWith('ordergraph_graphql_request_duration_seconds_count'));
    expect(line).toMatch(/operation="query",outcome="ok".* 1$/);
    expect(metrics).toMatch(/ordergraph_broker_connected\{.*\} 0/);
    expect(metrics).toContain('process_cpu_seconds_total');
  });

  it('seeds only when told to', async () => {
    expect(running.library.seeded).toBe(false);
    const seeding = await startLibrary({ SEED_DEMO_DATA: 'true' });
    expect(seeding.library.seeded).toBe(true);
    await seeding.stop();
  });
});

describe('a service without the role graphql', () => {
  it('answers no GraphQL, and is not ready without its broker', async () => {
    const running = await startLibrary({ ROLES: 'consumer,sweeper', TRUSTED_ISSUERS: '' });
    const { url } = running.service;
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    expect((await fetch(new URL('/live', url))).status).toBe(200);
    expect((await fetch(new URL('/ready', url))).status).toBe(503);
    await running.stop();
  });
});

describe('stopping', () => {
  it('lets requests finish, closes sockets with 1001, then everything else, within the budget', async () => {
    const running = await startLibrary();
    const { library, service, identity } = running;
    const authorization = await identity.sign(testUser('ada'));
    const watch = running.watch('subscription { ticks { number } }', authorization);
    await eventually(() => expect(library.subscribers).toBe(1));
    const slow = running.ask('{ slow }', authorization);
    await eventually(() => expect(library.slowRequests).toBe(1));

    const started = Date.now();
    const stopped = service.stop();
    await eventually(() => expect(watch.end).toMatchObject({ kind: 'closed', code: 1001 }));
    await eventually(() => expect(fetch(new URL('/ready', service.url))).rejects.toThrow());
    library.finishSlow();
    expect((await slow).data).toEqual({ slow: 'done' });
    await stopped;

    expect(Date.now() - started).toBeLessThan(5_000);
    expect({ closed: library.closed, subscribers: library.subscribers }).toEqual({ closed: true, subscribers: 0 });
    await service.stop();
    await running.namespace.cleanup();
  });

  it('is no error for a service that never reached its broker', async () => {
    const running = await startLibrary();
    await running.stop();
    const error = 50; // pino's level
    const lines = running.lines.map((line) => JSON.parse(line) as { level: number; msg: string });
    expect(lines.map(({ msg }) => msg)).toContain('started');
    expect(lines.filter(({ level }) => level >= error)).toEqual([]);
  });

  it('cuts off a request that does not finish', async () => {
    const running = await startLibrary({ SHUTDOWN_BUDGET_SECONDS: '1' });
    const { service, library } = running;
    const authorization = await running.identity.sign(testUser('ada'));
    const slow = requestGraphql({ url: service.url, query: '{ slow }', authorization }).catch(() => 'cut off');
    await eventually(() => expect(library.slowRequests).toBe(1));
    const started = Date.now();
    await service.stop();
    expect(Date.now() - started).toBeLessThan(2_500);
    expect(await slow).toBe('cut off');
    await running.namespace.cleanup();
  });
});

describe('a start that cannot succeed', () => {
  const environment = () => ({
    MONGODB_URI: testMongo().uri,
    AMQP_URL: 'amqp://127.0.0.1:1',
    ROLES: 'consumer',
    GREETING: 'x',
  });
  const start = (changes: Record<string, string | undefined>, { definition } = createLibrary()) =>
    startService(definition, { environment: { ...environment(), ...changes }, logger });

  it('lists the problems of shared and own variables together', async () => {
    const failure = await start({ GREETING: undefined, PORT: 'x' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationInvalid);
    expect((failure as ConfigurationInvalid).problems).toEqual([
      'GREETING: is required',
      'PORT: must be a whole number',
    ]);
  });

  it('names an unreachable database without its password', async () => {
    const failure = await start({ MONGODB_URI: 'mongodb://ada:hunter2@127.0.0.1:1/?connectTimeoutMS=100' }).catch(
      (error: unknown) => error as Error,
    );
    expect(failure).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect((failure as Error).message).toContain('mongodb://127.0.0.1:1.');
    expect((failure as Error).message).not.toContain('hunter2');
  }, 15_000);

  it('names a port in use, with its demo data in place: whoever gets an answer finds them', async () => {
    const other = await new Promise<Server>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    const { port } = other.address() as { port: number };
    const library = createLibrary();
    const starting = start({ PORT: String(port), SEED_DEMO_DATA: 'true' }, library);
    await expect(starting).rejects.toMatchObject({ code: 'PORT_IN_USE' });
    expect(library.seeded).toBe(true);
    other.close();
  });

  it('does not take an embedded broker for one that others can reach', async () => {
    await expect(start({ BROKER: 'embedded', AMQP_URL: undefined })).rejects.toThrow('embedded broker');
  });
});
