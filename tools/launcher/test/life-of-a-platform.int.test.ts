import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFree, readRunningProcess } from '@ordergraph/infrastructure';
import { eventually, testBrokerUrl } from '@ordergraph/testing';
import { demoUsers } from '../src/demo/demo-users.js';
import { signIn } from '../src/graph/graph-client.js';
import { repositoryRoot } from '../src/platform/data-directory.js';
import { resetDataDirectory } from '../src/platform/reset-data-directory.js';
import { freePlatformPort, platformPorts } from '../src/platform/ports.js';
import { startCommand, type StartCommand } from './start-command.js';

jest.setTimeout(180_000);

describe('the life of a platform', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ordergraph-'));
  let port: number;
  let environment: Record<string, string>;

  beforeAll(async () => {
    port = await freePlatformPort();
    environment = { DATA_DIRECTORY: dataDirectory, PORT: String(port), BROKER: 'embedded' };
  });

  afterAll(async () => {
    await resetDataDirectory({ directory: dataDirectory, environment: process.env, report: () => undefined });
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 3 });
  });

  it('prints what a newcomer needs, and Ctrl-C leaves nothing running', async () => {
    const command = startCommand(environment);
    await ready(command);
    expect(command.output()).toContain(`http://127.0.0.1:${port}/graphql`);
    expect(command.output()).toMatch(/customer@example\.com +ordergraph-demo-1/);
    expect(command.output()).toContain('tok_timeout_after_charge');
    expect(pasted(command.output())).toContain('PlaceOrderSuccess');
    command.child.kill('SIGINT');
    expect((await command.ended).status).toBe(0);
    await expectNothingLeft();
  });

  it('ends on Ctrl-C also when nobody reads its output any more', async () => {
    const command = startCommand(environment);
    await ready(command);
    command.child.stdout?.destroy();
    command.child.stderr?.destroy();
    command.child.kill('SIGINT');
    expect((await command.ended).status).toBe(0);
    await expectNothingLeft();
  });

  const onTerminal = process.platform === 'linux' && existsSync('/usr/bin/script') ? it : it.skip;

  onTerminal('ends when its terminal is closed', async () => {
    const shown = join(dataDirectory, 'terminal');
    const command = `${process.execPath} ${join(repositoryRoot, 'tools', 'run.mjs')} start`;
    const terminal = spawn('/usr/bin/script', ['--quiet', '--flush', '--command', command, shown], {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await eventually(() => expect(readFileSync(shown, 'utf8')).toContain('Ctrl-C stops everything'), {
      timeoutMs: 90_000,
    });
    terminal.kill('SIGKILL');
    await eventually(expectNothingLeft, { timeoutMs: 30_000 });
  });

  it('starts again after somebody added a product in another currency', async () => {
    const command = startCommand(environment);
    await ready(command);
    const operator = await signIn(`http://127.0.0.1:${port}/graphql`, demoUsers.operator);
    await operator.request(
      `mutation ($input: CreateProductInput!) { createProduct(input: $input) { ... on CreateProductSuccess { product { id } } } }`,
      { input: { idempotencyKey: 'yen', sku: 'YEN', title: 'Fan', price: { amount: '900', currencyCode: 'JPY' } } },
    );
    command.child.kill('SIGTERM');
    expect((await command.ended).status).toBe(0);
    const next = startCommand(environment);
    await ready(next);
    expect(next.output()).toContain('Fan, 900 JPY');
    next.child.kill('SIGTERM');
    expect((await next.ended).status).toBe(0);
  });

  it('is killed, and the next start adopts the MongoDB it left', async () => {
    const killed = startCommand(environment);
    await ready(killed);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const orphan = await readRunningProcess(join(dataDirectory, 'mongodb'));
    expect(orphan).toBeDefined();
    const next = startCommand(environment);
    await ready(next);
    expect(next.output()).toContain('adopted our mongod of an earlier run');
    next.child.kill('SIGTERM');
    expect((await next.ended).status).toBe(0);
    await expectNothingLeft();
  });

  const onRabbit = testBrokerUrl() === undefined ? it.skip : it;

  onRabbit('moves to RabbitMQ, and ends as a whole when one of its processes dies', async () => {
    const rabbit = { ...environment, BROKER: 'rabbitmq', AMQP_URL: testBrokerUrl() ?? '' };
    const command = startCommand(rabbit, '--processes');
    await ready(command);
    process.kill(childOf(command.child.pid, 'subgraphs/orders/dist/main.js'), 'SIGKILL');
    const { status, errors } = await command.ended;
    expect(status).toBe(1);
    expect(errors).toContain('orders ended unexpectedly (SIGKILL). See ');
    await expectNothingLeft();
  });

  async function ready(command: StartCommand): Promise<void> {
    await Promise.race([
      eventually(() => expect(command.output()).toContain('Ctrl-C stops everything'), { timeoutMs: 90_000 }),
      command.ended.then(({ errors }) => Promise.reject(new Error(`it ended: ${errors}`))),
    ]);
  }

  async function expectNothingLeft(): Promise<void> {
    expect(await readRunningProcess(join(dataDirectory, 'mongodb'))).toBeUndefined();
    const ports = Object.values({ ...platformPorts(port) } as Record<string, number>);
    expect(await Promise.all(ports.map((used) => isFree(used)))).toEqual(ports.map(() => true));
  }
});

/** Runs the command that the platform printed to be pasted. */
function pasted(output: string): string {
  const [, command = ''] = /Paste this to place an order:\n([\s\S]*?)\n\n/.exec(output) ?? [];
  return execFileSync('sh', ['-c', command], { encoding: 'utf8' });
}

/** The child process of this launcher that runs `entry`. */
function childOf(launcher: number | undefined, entry: string): number {
  const processes = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const found = processes
    .map((line) => line.trim().split(/ +/))
    .find(([, parent, ...args]) => Number(parent) === launcher && args.some((argument) => argument.endsWith(entry)));
  if (!found) throw new Error(`no process of ${entry}`);
  return Number(found[0]);
}
