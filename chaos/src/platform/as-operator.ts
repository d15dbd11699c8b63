import { type Broker, createRabbitBroker, deadLetterQueue } from '@ordergraph/messaging';
import mongoose, { type mongo } from 'mongoose';
import { silentLogger } from '../silent-logger.js';
import type { Stage } from './stage.js';

type Place = Pick<Stage, 'servers' | 'namespace'>;

/** Works on the broker as the commands of an operator do, past the network that faults disturb. */
export async function onBroker<Result>(
  { servers, namespace }: Place,
  work: (broker: Broker) => Promise<Result>,
): Promise<Result> {
  const url = servers.rabbit.urls.join(',');
  const broker = createRabbitBroker({ url, namespace, connectionName: 'chaos', logger: silentLogger });
  try {
    await broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
    return await work(broker);
  } finally {
    await broker.close(1_000);
  }
}

/** Works on the databases as the commands of an operator do. */
export async function onDatabases<Result>(
  { servers, namespace }: Place,
  work: (databaseOf: (service: string) => mongo.Db) => Promise<Result>,
): Promise<Result> {
  const client = await mongoose.mongo.MongoClient.connect(servers.mongo.uri);
  try {
    return await work((service) => client.db(`${namespace}_${service}`));
  } finally {
    await client.close();
  }
}
