import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, lockDataDirectory, readRunningProcess } from '@ordergraph/infrastructure';
import { freePlatformPort } from '../src/platform/ports.js';
import { runCommand, startCommand, type Ended } from './start-command.js';

jest.setTimeout(120_000);

const start = (environment: Record<string, string>, ...args: string[]): Promise<Ended> =>
  startCommand(environment, ...args).ended;

describe('a start that cannot succeed', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ordergraph-'));
  let environment: Record<string, string>;

  beforeAll(async () => {
    environment = { DATA_DIRECTORY: dataDirectory, PORT: String(await freePlatformPort()) };
  });

  afterEach(async () => {
    expect(await readRunningProcess(join(dataDirectory, 'mongodb'))).toBeUndefined();
    expect(await readRunningProcess(join(dataDirectory, 'rabbitmq'))).toBeUndefined();
  });

  afterAll(() => rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 3 }));

  it('names the port that is in use and how to take another', async () => {
    const port = Number(environment['PORT']) + 2;
    const squatter = await listen(port);
    const { status, errors } = await start(environment);
    squatter.close();
    expect(status).toBe(1);
    expect(errors).toContain(
      `Port ${port} (inventory) is in use.\nStop what listens there, or take other ports: PORT=`,
    );
  });

  it('refuses an unreachable AMQP_URL and stops the MongoDB it had started', async () => {
    const { status, errors } = await start({ ...environment, AMQP_URL: 'amqp://127.0.0.1:1' });
    expect(status).toBe(1);
    expect(errors).toContain('AMQP_URL names amqp://127.0.0.1:1, which cannot be used');
  });

  it('refuses an unreachable MONGODB_URI', async () => {
    const { status, errors } = await start({
      ...environment,
      MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200',
    });
    expect(status).toBe(1);
    expect(errors).toContain('MONGODB_URI names mongodb://127.0.0.1:1');
  });

  it('refuses the embedded broker for several processes', async () => {
    const { status, errors } = await start({ ...environment, BROKER: 'embedded' }, '--processes');
    expect(status).toBe(1);
    expect(errors).toContain('With --processes a RabbitMQ is needed');
  });

  it('refuses a data directory that another launcher uses', async () => {
    const lock = lockDataDirectory(dataDirectory);
    const { status, errors } = await start(environment);
    lock.release();
    expect(status).toBe(1);
    expect(errors).toContain(
      `already runs on the data directory ${dataDirectory} (process ${identityOf(process.pid)?.pid})`,
    );
  });

  it('shows a wrong option in one line, and the options there are', async () => {
    const { status, errors } = await start(environment, '--procesess');
    expect(status).toBe(1);
    expect(errors).toContain("Unknown option '--procesess'\nUsage: npm start -- [--processes]\n");
    expect(errors).not.toContain('    at ');
  });

  it('refuses to clear anything for whoever asks how', async () => {
    const kept = mkdtempSync(join(tmpdir(), 'ordergraph-'));
    writeFileSync(join(kept, 'keys.json'), '{}');
    const help = await runCommand('reset', { DATA_DIRECTORY: kept }, '--help').ended;
    const wrong = await runCommand('reset', { DATA_DIRECTORY: kept }, 'everything').ended;
    expect([help.status, wrong.status]).toEqual([0, 1]);
    expect(readdirSync(kept)).toEqual(['keys.json']);
    rmSync(kept, { recursive: true });
  });

  it.each([[['dead-letters']], [['rebuild-view', 'orders']], [['erase-person', 'u-1', '--reason', 'asked']]])(
    '%j says that nothing ever ran there, without starting anything',
    async ([name = '', ...args]) => {
      const unused = join(dataDirectory, 'unused');
      const closed = { MONGODB_URI: 'mongodb://127.0.0.1:1', AMQP_URL: 'amqp://127.0.0.1:1' };
      const { status, output, errors } = await runCommand(name, { DATA_DIRECTORY: unused, ...closed }, ...args).ended;
      expect({ status, output }).toEqual({ status: 1, output: '' });
      expect(errors).toContain(`Nothing ever ran on the data directory ${unused}.\n`);
      expect(errors).toContain('--mongodb');
      expect(existsSync(join(unused, 'mongodb'))).toBe(false);
    },
  );
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
