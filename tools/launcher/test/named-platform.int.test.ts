import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadLetterQueue } from '@ordergraph/messaging';
import { testBrokers, testMongo, type TestNamespace, uniqueNamespace } from '@ordergraph/testing';
import { mongo } from 'mongoose';
import { type Ended, runCommand } from './start-command.js';

jest.setTimeout(120_000);

const { uri } = testMongo();
const envelope = { id: 'm1', type: 'a.b.v1', source: 'a', subject: 's', time: '', version: 1, correlationId: 'c' };

describe.each(testBrokers())(
  'the commands of an operator on a platform without a data directory, on $kind',
  (broker) => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'ordergraph-'));
    let namespace: TestNamespace;
    let client: mongo.MongoClient;

    const run = (name: string, ...args: string[]): Promise<Ended> =>
      runCommand(name, { DATA_DIRECTORY: dataDirectory }, ...args).ended;
    const named = () => [
      ...['--mongodb', uri, '--namespace', namespace.name],
      ...(broker.url === undefined ? [] : ['--amqp', broker.url]),
    ];

    beforeAll(async () => {
      namespace = uniqueNamespace();
      client = await mongo.MongoClient.connect(uri);
      const orders = client.db(`${namespace.name}_orders`);
      await orders.collection<{ _id: string }>('viewRebuilds').insertOne({ _id: 'productCopies' });
      await client.db(`${namespace.name}_users`).createCollection('commits');
      const opened = namespace.openBroker(broker);
      await opened.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
      await opened.send(deadLetterQueue, { routingKey: 'a.b', content: Buffer.from('{}'), envelope });
      await opened.close(1_000);
    });

    afterAll(async () => {
      await client.close();
      await namespace.cleanup();
      rmSync(dataDirectory, { recursive: true });
    });

    it('show its dead letters', async () => {
      expect(await run('dead-letters', 'list', '--json', ...named())).toMatchObject({
        status: 0,
        output: expect.stringContaining('"id":"m1"') as string,
      });
    });

    it('show its views', async () => {
      expect(await run('rebuild-view', 'orders', ...named())).toMatchObject({
        status: 0,
        output: 'Views of orders: productCopies\n',
      });
    });

    it('look for its users', async () => {
      const { status, errors } = await run('erase-person', 'u-1', '--reason', 'asked', ...named());
      expect({ status, errors }).toEqual({
        status: 1,
        errors: expect.stringContaining('Nobody has the id u-1.') as string,
      });
    });

    it('say so when no platform has that namespace', async () => {
      const { status, output, errors } = await run('dead-letters', '--mongodb', uri, '--namespace', 'shpo');
      expect({ status, output }).toEqual({ status: 1, output: '' });
      expect(errors).toContain("no platform of the namespace 'shpo'");
    });
  },
);

it('looks at no dead letters where no broker is named, and says so', async () => {
  const namespace = uniqueNamespace();
  const client = await mongo.MongoClient.connect(uri);
  await client.db(`${namespace.name}_orders`).createCollection('commits');
  const named = ['--mongodb', uri, '--namespace', namespace.name];
  const { status, output, errors } = await runCommand('dead-letters', {}, ...named).ended;
  expect({ status, output }).toEqual({ status: 1, output: '' });
  expect(errors).toContain('No broker is named');
  await client.close();
  await namespace.cleanup();
});
