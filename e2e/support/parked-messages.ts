import { testMongo } from '@ordergraph/testing';
import { mongo } from 'mongoose';

/** What the embedded broker of a platform has set aside (retry ladder, dead letters): how many messages by queue. */
export async function parkedMessages(namespace: string): Promise<Record<string, number>> {
  const client = await mongo.MongoClient.connect(testMongo().uri);
  try {
    const collection = client.db(`${namespace}_broker`).collection<{ queue: string }>('parkedMessages');
    const counts: Record<string, number> = {};
    for (const { queue } of await collection.find().toArray()) counts[queue] = (counts[queue] ?? 0) + 1;
    return counts;
  } finally {
    await client.close();
  }
}
