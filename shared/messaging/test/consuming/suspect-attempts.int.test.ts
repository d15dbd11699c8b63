import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose from 'mongoose';
import { StoredSuspectAttempts } from '../../src/consuming/suspect-attempts.js';

describe('attempts to handle a message alone', () => {
  const namespace = uniqueNamespace();
  const client = new mongoose.mongo.MongoClient(testMongo().uri);
  const attempts = new StoredSuspectAttempts(client.db(`${namespace.name}_mail`));

  afterAll(async () => {
    await client.close();
    await namespace.cleanup();
  });

  const begin = async (messageId: string, count: number): Promise<number[]> => {
    const before: number[] = [];
    for (let attempt = 0; attempt < count; attempt += 1) before.push(await attempts.begin('mail.greetings', messageId));
    return before;
  };

  it('are counted per queue and message when their processes end', async () => {
    expect(await begin('fatal', 4)).toEqual([0, 1, 2, 3]);
    expect(await begin('other', 1)).toEqual([0]);
    expect(await attempts.begin('mail.others', 'fatal')).toBe(0);
  });

  it('are not counted when their processes go on', async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await begin('sturdy', 1)).toEqual([0]);
      await attempts.survived('mail.greetings', 'sturdy');
    }
  });
});
