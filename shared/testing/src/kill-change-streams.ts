import mongoose from 'mongoose';
import { testMongo } from './infrastructure.js';

interface Operation {
  readonly cursor?: { readonly cursorId: mongoose.mongo.Long; readonly originatingCommand?: object };
}

/** Kills the change streams on one collection, in the server, where drivers do not expect it. Resolves with how many there were. */
export async function killChangeStreams(database: string, collection: string): Promise<number> {
  const client = new mongoose.mongo.MongoClient(testMongo().uri, { promoteLongs: false });
  try {
    const everything = [{ $currentOp: { allUsers: true, idleCursors: true } }];
    const open = await client
      .db('admin')
      .aggregate<Operation>([...everything, { $match: { ns: `${database}.${collection}` } }])
      .toArray();
    const cursors = open.flatMap(({ cursor }) =>
      cursor && JSON.stringify(cursor.originatingCommand).includes('"$changeStream"') ? [cursor.cursorId] : [],
    );
    if (cursors.length > 0) await client.db(database).command({ killCursors: collection, cursors });
    return cursors.length;
  } finally {
    await client.close();
  }
}
