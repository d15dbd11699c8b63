import { testMongo } from '@ordergraph/testing';
import { mongo } from 'mongoose';

/**
 * Moves the clock of the sweep: what was taken again and again by processes that died is looked at now, and not in up to a
 * minute.
 */
export async function sweepNow(namespace: string): Promise<void> {
  const client = await mongo.MongoClient.connect(testMongo().uri);
  try {
    for (const service of ['users', 'inventory', 'orders', 'payments']) {
      const commits = client.db(`${namespace}_${service}`).collection('commits');
      await commits.updateMany({ pending: { $gt: 0 } }, { $set: { nextTryAt: new Date(0) } });
    }
  } finally {
    await client.close();
  }
}
