import type { SpawnedPlatform } from '@ordergraph/launcher';
import mongoose from 'mongoose';
import { percentile } from '../percentile.js';

/** So many, one after the other. */
const writes = 200;

/**
 * What one insert takes that nothing else is done beside (majority, journalled), in milliseconds, median: a saga is a dozen of them and
 * as many messages, and machines differ.
 */
export async function durableWriteP50({ mongodbUri, namespace }: SpawnedPlatform): Promise<number> {
  const client = await mongoose.mongo.MongoClient.connect(mongodbUri);
  const database = client.db(`${namespace}_bench`);
  try {
    const collection = database.collection('inserts', { writeConcern: { w: 'majority', journal: true } });
    const times: number[] = [];
    for (let write = 0; write < writes; write += 1) {
      const began = performance.now();
      await collection.insertOne({ filling: 'x'.repeat(1_000) });
      times.push(performance.now() - began);
    }
    return percentile(times, 0.5);
  } finally {
    await database.dropDatabase();
    await client.close();
  }
}
