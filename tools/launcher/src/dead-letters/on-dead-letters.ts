import type { Environment } from '@ordergraph/infrastructure';
import { type Broker, deadLetterQueue } from '@ordergraph/messaging';
import { createLogger } from '@ordergraph/service';
import mongoose, { type mongo } from 'mongoose';
import { onFoundInfrastructure } from '../platform/on-found-infrastructure.js';
import { openBroker } from '../platform/open-broker.js';

export interface DeadLettersPlace {
  readonly broker: Broker;
  /** `<namespace>_operations`: the audit. */
  readonly operations: mongo.Db;
  /** `<namespace>_<service>` of every service that has one. */
  readonly databases: () => Promise<readonly mongo.Db[]>;
}

/** Works with the dead letters of the platform on this data directory, running or not. Undefined when nothing ever ran there. */
export function onDeadLetters<Result>(
  environment: Environment,
  work: (place: DeadLettersPlace) => Promise<Result>,
): Promise<Result | undefined> {
  return onFoundInfrastructure(environment, async (platform) => {
    const logger = createLogger({ name: 'dead-letters', level: 'silent' });
    const client = await mongoose.mongo.MongoClient.connect(platform.mongo.uri);
    const open = await openBroker({ ...platform, logger });
    try {
      await open.broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
      const operations = client.db(`${platform.namespace}_operations`);
      const databases = () => databasesOf(client, platform.namespace);
      return await work({ broker: open.broker, operations, databases });
    } finally {
      await open.close();
      await client.close();
    }
  });
}

async function databasesOf(client: mongo.MongoClient, namespace: string): Promise<readonly mongo.Db[]> {
  const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
  return databases.flatMap(({ name }) => (name.startsWith(`${namespace}_`) ? [client.db(name)] : []));
}
