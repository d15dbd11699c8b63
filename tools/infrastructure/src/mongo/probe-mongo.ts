import mongoose from 'mongoose';

/** What answered at an address: only a replica set (or a sharded cluster) has transactions and change streams. */
export type MongoProbe =
  | { kind: 'replica-set'; name: string; primary: boolean; version: string }
  | { kind: 'sharded'; version: string }
  | { kind: 'standalone'; version: string }
  | { kind: 'unreachable'; error: unknown };

/** Connects, asks what it is, disconnects. */
export async function probeMongo(uri: string, timeoutMilliseconds: number): Promise<MongoProbe> {
  let client: mongoose.mongo.MongoClient | undefined;
  try {
    client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: timeoutMilliseconds });
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    const build = await admin.command({ buildInfo: 1 });
    // Answers only to those who may read: a server that wants credentials is of no use without them.
    await client.db('ordergraph').collection('probe').findOne({});
    return describe(hello, String(build['version']));
  } catch (error) {
    return { kind: 'unreachable', error };
  } finally {
    await client?.close();
  }
}

function describe(hello: mongoose.mongo.Document, version: string): MongoProbe {
  if (typeof hello['setName'] === 'string') {
    return { kind: 'replica-set', name: hello['setName'], primary: hello['isWritablePrimary'] === true, version };
  }
  return hello['msg'] === 'isdbgrid' ? { kind: 'sharded', version } : { kind: 'standalone', version };
}

/** An address, or several, without credentials, for people and logs. */
export function withoutCredentials(uri: string): string {
  return uri.replace(/\/\/[^@/]*@/g, '//');
}
