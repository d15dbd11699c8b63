import { join } from 'node:path';
import {
  type MongoReplicaSet,
  type RabbitCluster,
  startMongoReplicaSet,
  startRabbitCluster,
} from '../instruments/index.js';

/** What the platform stands on: three nodes of each, which a nemesis may break. */
export interface Servers {
  readonly mongo: MongoReplicaSet;
  readonly rabbit: RabbitCluster;
  stop(): Promise<void>;
}

export async function startServers(directory: string): Promise<Servers> {
  const mongo = await startMongoReplicaSet({ directory: join(directory, 'mongodb') });
  try {
    const rabbit = await startRabbitCluster({ directory: join(directory, 'rabbitmq') });
    return {
      mongo,
      rabbit,
      stop: async () => {
        await Promise.all([mongo.close(), rabbit.close()]);
      },
    };
  } catch (error) {
    await mongo.close();
    throw error;
  }
}
