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

const firstCommitOf = (userId: string) =>
  ({ _id: { stream: `user-${userId}`, version: 1 } }) as unknown as mongo.BSON.Document;

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

    it.each([['show'], ['redrive', '--dry-run'], ['redrive']])(
      'end with 1 when none is called so: %s',
      async (...args) => {
        const [name = '', ...options] = args;
        const { status, output } = await run('dead-letters', name, 'nope', ...options, ...named());
        expect({ status, output }).toEqual({ status: 1, output: 'No dead letter matches.\nNot there: nope\n' });
      },
    );

    it('show what is there, and end with 1 when another was named beside it', async () => {
      const { status, output } = await run('dead-letters', 'show', 'm1', 'nope', ...named());
      expect({ status, output }).toEqual({
        status: 1,
        output: expect.stringMatching(/"id": "m1"[^]*Not there: nope\n$/) as string,
      });
    });

    it('end with 0 when there was nothing to redrive', async () => {
      const none = ['redrive', '--group', 'NOT_YET'];
      expect(await run('dead-letters', ...none, ...named())).toMatchObject({ status: 0 });
    });

    it('end with 1 when a person is not forgotten everywhere in time', async () => {
      await client.db(`${namespace.name}_users`).collection('commits').insertOne(firstCommitOf('u-2'));
      await client.db(`${namespace.name}_orders`).createCollection('erasedPersons');
      const { status, output } = await run('erase-person', 'u-2', '--reason', 'asked', ...named());
      expect({ status, output }).toEqual({
        status: 1,
        output: expect.stringContaining('Not all services have done it') as string,
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
