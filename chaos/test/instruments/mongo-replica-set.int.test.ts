import { eventually, testDirectory } from '@ordergraph/testing';
import mongoose from 'mongoose';
import { type MongoReplicaSet, startMongoReplicaSet } from '../../src/instruments/index.js';

jest.setTimeout(120_000);

describe('a MongoDB replica set of three members', () => {
  let set: MongoReplicaSet;
  let client: mongoose.mongo.MongoClient;
  let writes: mongoose.mongo.Collection<{ _id: string }>;

  beforeAll(async () => {
    set = await startMongoReplicaSet({ directory: testDirectory('replica-set') });
    client = new mongoose.mongo.MongoClient(set.uri, { writeConcern: { w: 'majority', journal: true } });
    writes = client.db('chaos').collection('writes');
    await writes.insertOne({ _id: 'first' });
  });
  afterAll(async () => {
    await client.close();
    await set.close();
  });

  const stored = async (): Promise<string[]> => (await writes.find().toArray()).map(({ _id }) => _id);

  /** Writes one after the other while `disturb` runs and until three more were acknowledged after it; answers those acknowledged. */
  async function acknowledgedDuring(name: string, disturb: () => Promise<unknown>): Promise<string[]> {
    const acknowledged: string[] = [];
    let until = Infinity;
    void disturb().then(() => (until = acknowledged.length + 3));
    for (let number = 0; acknowledged.length < until; number += 1) {
      const _id = `${name}-${number}`;
      await writes.insertOne({ _id }).then(
        () => acknowledged.push(_id),
        () => undefined,
      );
    }
    return acknowledged;
  }

  it('loses nothing acknowledged when its primary is killed, which follows another when it is started again', async () => {
    let killed = -1;
    const acknowledged = await acknowledgedDuring('kill', async () => {
      killed = await set.killPrimary();
      expect(set.running(killed)).toBe(false);
    });
    expect(await stored()).toEqual(expect.arrayContaining(acknowledged));
    const successor = await set.primary();
    expect(successor).not.toBe(killed);
    await set.start(killed);
    expect(set.running(killed)).toBe(true);
    expect(await set.primary()).toBe(successor);
  });

  it('loses nothing acknowledged when its primary steps down, and has another one then', async () => {
    const before = await set.primary();
    const acknowledged = await acknowledgedDuring('step-down', () => set.stepDown());
    expect(await stored()).toEqual(expect.arrayContaining(acknowledged));
    expect(await set.primary()).not.toBe(before);
  });

  it('gives a paused primary up, and takes it back when it goes on', async () => {
    const before = await set.primary();
    set.pause(before);
    expect(set.running(before)).toBe(false);
    const successor = await set.primary();
    expect(successor).not.toBe(before);
    set.resume(before);
    await eventually(async () => {
      await writes.insertOne({ _id: `resumed-${Date.now()}` });
      expect(await set.primary()).toBe(successor);
    });
  });
});
