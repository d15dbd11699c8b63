import mongoose from 'mongoose';
import { awaitReady } from '../process/await-ready.js';

export const REPLICA_SET = 'ordergraph';

/**
 * Makes the mongod on this port the primary of a replica set of one: initiates a new one, and puts a set that was made on
 * another port (the old one was taken since) onto this one.
 */
export async function becomePrimary(port: number): Promise<void> {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 5_000,
  });
  try {
    const admin = client.db('admin');
    await configure(admin, `127.0.0.1:${port}`);
    await awaitReady(() => requirePrimary(admin), { timeoutMilliseconds: 30_000, intervalMilliseconds: 20 });
  } finally {
    await client.close();
  }
}

async function configure(admin: mongoose.mongo.Db, host: string): Promise<void> {
  const member = { _id: 0, host };
  const present = await presentConfiguration(admin);
  if (!present) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [member] } });
  } else if (present.members[0]?.host !== host) {
    const next = { ...present, version: present.version + 1, members: [{ ...present.members[0], ...member }] };
    await admin.command({ replSetReconfig: next, force: true });
  }
}

interface ReplicaSetConfiguration {
  version: number;
  members: { host: string }[];
}

async function presentConfiguration(admin: mongoose.mongo.Db): Promise<ReplicaSetConfiguration | undefined> {
  try {
    const answer = await admin.command({ replSetGetConfig: 1 });
    return answer['config'] as ReplicaSetConfiguration;
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.codeName === 'NotYetInitialized') return undefined;
    throw error;
  }
}

async function requirePrimary(admin: mongoose.mongo.Db): Promise<void> {
  const hello = await admin.command({ hello: 1 });
  if (hello['isWritablePrimary'] !== true) throw new Error('it has not become primary');
}
