import { type Environment, InfrastructureUnavailable, type NamedPlatform } from '@ordergraph/infrastructure';
import { type Broker, deadLetterQueue } from '@ordergraph/messaging';
import { createLogger } from '@ordergraph/service';
import mongoose, { type mongo } from 'mongoose';
import { onPlatform } from '../platform/on-platform.js';
import { openBroker } from '../platform/open-broker.js';
import { readingDeadLetters } from './reading-dead-letters.js';

export interface DeadLettersPlace {
  readonly broker: Broker;
  /** `<namespace>_operations`: the audit. */
  readonly operations: mongo.Db;
  /** `<namespace>_<service>` of every service that has one. */
  readonly databases: () => Promise<readonly mongo.Db[]>;
}

/**
 * Works with the dead letters of the platform that is named, or else of that on the data directory, running or not.
 *
 * @throws {InfrastructureUnavailable} there is no platform, nobody said where its broker is, or the broker was lost
 */
export function onDeadLetters<Result>(
  environment: Environment,
  named: NamedPlatform | undefined,
  work: (place: DeadLettersPlace) => Promise<Result>,
): Promise<Result> {
  return onPlatform(environment, named, async ({ mongodbUri, namespace, broker }) => {
    if (!broker) throw noBroker(namespace);
    const logger = createLogger({ name: 'dead-letters', level: 'silent' });
    const client = await mongoose.mongo.MongoClient.connect(mongodbUri);
    const open = await openBroker({ mongo: { uri: mongodbUri }, broker, namespace, logger });
    try {
      await open.broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
      const operations = client.db(`${namespace}_operations`);
      const databases = () => databasesOf(client, namespace);
      return await readingDeadLetters(work({ broker: open.broker, operations, databases }));
    } finally {
      await open.close();
      await client.close();
    }
  });
}

const noBroker = (namespace: string): InfrastructureUnavailable =>
  new InfrastructureUnavailable(
    `No broker is named, and ${namespace} never used the embedded one.`,
    'Name its RabbitMQ with --amqp.',
  );

async function databasesOf(client: mongo.MongoClient, namespace: string): Promise<readonly mongo.Db[]> {
  const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
  return databases.flatMap(({ name }) => (name.startsWith(`${namespace}_`) ? [client.db(name)] : []));
}
