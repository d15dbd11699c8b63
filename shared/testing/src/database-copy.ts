import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import mongoose, { type mongo } from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;

/** A collection as it was backed up: its indexes, then a line for each of its documents. */
interface Header {
  readonly collection: string;
  readonly indexes: readonly mongo.IndexDescription[];
}

/**
 * Copies every collection of one database to a file, all as of one moment (read concern snapshot), beside whatever is written
 * meanwhile. What `mongodump` does for operators, without its programs.
 */
export async function backUpDatabase(client: mongo.MongoClient, name: string, file: string): Promise<void> {
  const database = client.db(name);
  const collections = await database.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  const out = createWriteStream(file);
  const session = client.startSession({ snapshot: true });
  try {
    for (const { name: collection } of collections) {
      const indexes = (await database.collection(collection).indexes()) as mongo.IndexDescription[];
      await write(out, { collection, indexes } satisfies Header);
      for await (const document of database.collection(collection).find({}, { session })) await write(out, document);
    }
  } finally {
    await session.endSession();
    out.end();
    await once(out, 'finish');
  }
}

/** Puts a backup in the place of the database: everything in it goes first, collections are created anew. */
export async function restoreDatabase(client: mongo.MongoClient, name: string, file: string): Promise<void> {
  const database = client.db(name);
  await database.dropDatabase();
  let documents: mongo.Document[] = [];
  let current: mongo.Collection | undefined;
  const flush = async (): Promise<void> => {
    if (current && documents.length > 0) await current.insertMany(documents);
    documents = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const read = EJSON.parse(line, { relaxed: false }) as mongo.Document;
    if (!isHeader(read)) {
      if (documents.push(read) === batchSize) await flush();
      continue;
    }
    await flush();
    current = await database.createCollection(read.collection);
    const indexes = read.indexes.filter((index) => index.name !== '_id_');
    if (indexes.length > 0) await current.createIndexes([...indexes]);
  }
  await flush();
}

const batchSize = 500;

/** Every document has an `_id`, a header has none. */
const isHeader = (read: mongo.Document): read is Header & mongo.Document => !('_id' in read);

async function write(out: ReturnType<typeof createWriteStream>, value: object): Promise<void> {
  if (!out.write(`${EJSON.stringify(value, { relaxed: false })}\n`)) await once(out, 'drain');
}
