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
    const mongodb = { source: 'environment', address: new URL(testMongo().uri).host };
    const record = { namespace: platform.namespace, mongodb, broker: { source: 'embedded', address: '' } };
    await writeFile(join(directory, 'platform.json'), JSON.stringify(record));
    await platform.collection('broker', 'knownQueues').insertOne({ _id: 'operations.dead-letters', bindings: [] });
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

  it.each([
    ['half an address', () => ['--namespace', 'x'], 'Give --mongodb and --namespace together'],
    ['a wrong option', () => ['--jsn'], "Unknown option '--jsn'"],
    ['a MongoDB that is not there', () => at('mongodb://127.0.0.1:1'), '--mongodb names mongodb://127.0.0.1:1'],
    ['a namespace that nobody uses', () => at(testMongo().uri, 'shpo'), "no platform of the namespace 'shpo'"],
    [
      'a RabbitMQ that is not there',
      () => [...at(testMongo().uri), '--amqp', 'amqp://guest:secret@127.0.0.1:1'],
      '--amqp names amqp://127.0.0.1:1',
    ],
  ])(
    'ends with 2, and says why, when it cannot look: %s',
    async (_what, args, why) => {
      const { status, output, errors } = await reconcileCommand(args());
      expect({ status, output }).toEqual({ status: 2, output: '' });
      expect(errors).toContain(why);
    },
    120_000,
  );

  const at = (mongodb: string, namespace = platform.namespace) => ['--mongodb', mongodb, '--namespace', namespace];

  it('does not say of dead letters that there are none where it has not looked', async () => {
    const other = await plantPlatform();
    const { status, output } = await reconcileCommand(at(testMongo().uri, other.namespace));
    expect(status).toBe(0);
    expect(output).toContain('· no dead letters (not looked at: no broker is named; --amqp names a RabbitMQ)');
    expect(output).toContain('All that was looked at adds up.');
    await other.close();
  }, 60_000);
});
