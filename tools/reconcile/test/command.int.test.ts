import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testMongo } from '@ordergraph/testing';
import { plantPlatform, type PlantedPlatform, product } from './planted-platform.js';

const script = join(import.meta.dirname, '../../run.mjs');

interface Ended {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** `npm run reconcile -- …`. */
const reconcileCommand = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, 'reconcile', ...args],
      { env: { ...process.env, ...environment } },
      (_error, output, errors) => resolve({ status: child.exitCode ?? -1, output, errors }),
    );
  });

describe('npm run reconcile', () => {
  let platform: PlantedPlatform;
  let directory: string;

  beforeAll(async () => {
    platform = await plantPlatform();
    directory = await mkdtemp(join(tmpdir(), 'ordergraph-reconcile-'));
    const record = { namespace: platform.namespace, broker: { source: 'embedded', address: '' } };
    await writeFile(join(directory, 'platform.json'), JSON.stringify(record));
  });
  afterAll(async () => {
    await platform.close();
    await rm(directory, { recursive: true });
  });

  it('ends with 0 when everything adds up, with 1 and the id when not, of the platform of a data directory or a named one', async () => {
    const ofDirectory = { DATA_DIRECTORY: directory, MONGODB_URI: testMongo().uri, BROKER: 'embedded' };
    const named = ['--mongodb', testMongo().uri, '--namespace', platform.namespace];
    expect(await reconcileCommand([], ofDirectory)).toMatchObject({
      status: 0,
      output: expect.stringContaining('Everything adds up.') as string,
    });

    await platform.collection('inventory', 'stock').updateOne({ _id: product }, { $set: { 'value.available': 104 } });
    const found = await reconcileCommand(named);
    expect(found).toMatchObject({ status: 1, output: expect.stringContaining(`    ${product}: `) as string });
    const { output, status } = await reconcileCommand([...named, '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ differences: [{ invariant: 'stock adds up', id: product }] });
  }, 120_000);

  it('ends with 2 when it cannot look', async () => {
    expect(await reconcileCommand(['--namespace', 'x'])).toMatchObject({
      status: 2,
      errors: expect.stringContaining('Give --mongodb and --namespace together') as string,
    });
  }, 60_000);
});
