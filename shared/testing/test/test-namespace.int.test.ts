import { clearTestRabbit, type TestBroker, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import { type ChannelModel, connect } from 'amqplib';
import { createConnection } from 'mongoose';

const topology = {
  exchanges: ['orders.events'],
  queues: [
    { name: 'orders.commands.t1', bindings: [] },
    { name: 'mail.orders.t1', bindings: [{ exchange: 'orders.events', routingKey: '#' }] },
  ],
};

describe.each(testBrokers())('a namespace of a test on $kind', (testBroker: TestBroker) => {
  it('keeps what its brokers declared as long as it is used, and nothing after its end', async () => {
    const namespace = uniqueNamespace();
    const first = namespace.openBroker(testBroker);
    expect((await first.declare(topology)).createdQueues).toEqual(['orders.commands.t1', 'mail.orders.t1']);
    await first.close(1_000);
    const second = namespace.openBroker(testBroker);
    expect((await second.declare(topology)).createdQueues).toEqual([]);
    await second.close(1_000);
    await namespace.cleanup();
    expect(await leftOn(testBroker, namespace.name)).toEqual([]);
  });
});

describe('the RabbitMQ of a run', () => {
  it('is cleared of what another process declared', async () => {
    const [testBroker] = testBrokers();
    if (testBroker?.kind !== 'rabbitmq') return;
    const namespace = uniqueNamespace();
    const broker = namespace.openBroker(testBroker);
    await broker.declare(topology);
    await broker.close(1_000);
    await clearTestRabbit(`${namespace.name}.`);
    expect(await leftOn(testBroker, namespace.name)).toEqual([]);
  });
});

describe('the databases of a namespace', () => {
  it('are dropped at its end, and no others', async () => {
    const [kept, dropped] = [uniqueNamespace(), uniqueNamespace()];
    const connect = ({ name }: { name: string }) => createConnection(testMongo().uri, { dbName: `${name}_orders` });
    const databases = [kept, dropped].map(connect);
    for (const database of databases) await database.collection('things').insertOne({ name: 'one' });
    await dropped.cleanup();
    expect(await Promise.all(databases.map((each) => each.collection('things').countDocuments()))).toEqual([1, 0]);
    for (const database of databases) await database.close();
    await kept.cleanup();
  });
});

/** Names of the namespace that the broker still has. */
async function leftOn({ url }: TestBroker, namespace: string): Promise<string[]> {
  if (url === undefined) return databasesOf(namespace);
  const retries = ['retry.5s.t2', 'retry.1m.t2', 'retry.10m.t2'];
  const queues = ['orders.commands.t1', 'mail.orders.t1', 'operations.dead-letters', ...retries];
  const connection = await connect(url, {});
  const left: string[] = [];
  for (const name of queues) {
    if (await exists(connection, 'checkQueue', `${namespace}.${name}`)) left.push(`queue ${name}`);
  }
  for (const name of ['orders.events', 'retry.returns', 'retry.unreturned', ...retries]) {
    if (await exists(connection, 'checkExchange', `${namespace}.${name}`)) left.push(`exchange ${name}`);
  }
  await connection.close();
  return left;
}

async function exists(connection: ChannelModel, check: 'checkQueue' | 'checkExchange', name: string): Promise<boolean> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined); // the broker closes the channel when it knows no such name
  return channel[check](name).then(
    () => channel.close().then(() => true),
    () => false,
  );
}

async function databasesOf(namespace: string): Promise<string[]> {
  const connection = await createConnection(testMongo().uri).asPromise();
  const { databases } = await connection.listDatabases();
  await connection.close();
  return databases.map(({ name }) => name).filter((name) => name.startsWith(namespace));
}
