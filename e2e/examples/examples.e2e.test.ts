import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { promisify } from 'node:util';
import { eventually } from '@ordergraph/testing';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'examples');
const run = promisify(execFile);

/** The shell blocks below "First query, first watch". */
function readmeBlocks(): string[] {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, section = ''] = readme.split('## First query, first watch');
  return [...(section.split('\n## ')[0]?.matchAll(/^```sh\n(?<block>.*?)^```/gms) ?? [])].map(
    ({ groups }) => groups?.['block'] ?? '',
  );
}

/** Started as a newcomer would from the README, in a platform with demo data. */
describe('the examples', () => {
  let platform: TestPlatform;
  let token: string;

  beforeAll(async () => {
    platform = await startTestPlatform({ amqpUrl: undefined });
    await eventually(async () => expect(await example('products.sh')).toContain('IN_STOCK'), { timeoutMs: 20_000 });
    token = await example('sign-in.sh');
  }, 120_000);
  afterAll(() => platform.remove(), 60_000);

  const environment = () => ({
    ...process.env,
    GRAPH: platform.current.graphqlUrl,
    GRAPH_WS: platform.current.websocketUrl,
    TOKEN: token,
  });

  async function example(script: string, ...parameters: string[]): Promise<string> {
    const { stdout } = await run('sh', [path.join(folder, script), ...parameters], { env: environment() });
    return stdout.trim();
  }

  /** The watcher's payloads, and its exit code; `meanwhile` runs when the first has come. */
  async function watch(orderId: string, meanwhile: () => Promise<void> = async () => undefined) {
    const watcher = spawn(process.execPath, [path.join(folder, 'watch-order.mjs'), orderId], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = new Promise<number | null>((resolve) => watcher.once('exit', resolve));
    const seen: { version: number; status: string }[] = [];
    for await (const line of createInterface({ input: watcher.stdout })) {
      seen.push(JSON.parse(line) as { version: number; status: string });
      if (seen.length === 1) await meanwhile();
    }
    return { seen, exit: await exit };
  }

  it('do what the README says, pasted block by block', async () => {
    const [query = '', watching = ''] = readmeBlocks();
    const paste = async (block: string) => {
      const text = block.replaceAll('http://127.0.0.1:4000/graphql', platform.current.graphqlUrl);
      return (await run('sh', ['-c', text], { cwd: root, env: environment() })).stdout;
    };
    const { data } = JSON.parse(await paste(query)) as { data: { products: { edges: unknown[] } } };
    expect(data.products.edges).toHaveLength(3);
    const lines = (await paste(watching)).trim().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ status: 'CONFIRMED', final: true });
  }, 60_000);

  it('place an order and watch it to its end', async () => {
    const orderId = await example('place-order.sh');
    const { seen, exit } = await watch(orderId);
    expect(seen.at(-1)?.status).toBe('CONFIRMED');
    expect(exit).toBe(0);
  }, 60_000);

  it('repeat an order under one key and get the same one', async () => {
    const [product = ''] = (await example('products.sh')).split(' ');
    const order = ['place-order.sh', product, 'tok_success', 'examples-one-key'] as const;
    expect(await example(...order)).toBe(await example(...order));
  }, 60_000);

  it('go on watching where they were when the whole platform was killed and started again', async () => {
    const orderId = await example('place-order.sh', '', 'tok_slow');
    const { seen, exit } = await watch(orderId, () => platform.killAndRestart());
    const first = seen[0]?.version ?? 0;
    expect(seen.map(({ version }) => version)).toEqual(seen.map((_, index) => first + index));
    expect(seen.at(-1)?.status).toBe('CONFIRMED');
    expect(exit).toBe(0);
  }, 120_000);
});
