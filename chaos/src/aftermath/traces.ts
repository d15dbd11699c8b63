import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokerMessage } from '@ordergraph/messaging';
import mongoose from 'mongoose';
import type { Trace } from '../history/aftermath.js';
import type { Stage } from '../platform/stage.js';

/** Of whom a text holds a word by which nobody else is called. */
type PersonsIn = (bytes: Uint8Array) => readonly string[];

/** What is left of those who asked to be forgotten: in any collection of any service, in a dead letter, in a log. */
export async function tracesOf(stage: Stage, deadLetters: readonly BrokerMessage[]): Promise<Trace[]> {
  const { history, servers, namespace, logs } = stage;
  const personsIn: PersonsIn = (bytes) => {
    const text = Buffer.from(bytes).toString('utf8').toLowerCase();
    return history.passers.flatMap(({ id, words }) => (words.some((word) => text.includes(word)) ? [id] : []));
  };
  const found = new Map<string, Trace>();
  const look = (place: string, bytes: Uint8Array): void => {
    for (const person of personsIn(bytes)) found.set(`${person} ${place}`, { person, place });
  };
  await lookAtCollections(servers.mongo.uri, namespace, look);
  for (const { envelope, content } of deadLetters) {
    look(`dead letter ${envelope.id}`, Buffer.concat([Buffer.from(JSON.stringify(envelope)), content]));
  }
  for (const file of await readdir(logs)) look(file, await readFile(join(logs, file)));
  return [...found.values()];
}

type Look = (place: string, bytes: Uint8Array) => void;

/** Documents as they are stored: a message that waits is bytes inside one. The provider's books are its own. */
async function lookAtCollections(uri: string, namespace: string, look: Look): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(uri);
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    const names = databases.map(({ name }) => name).filter((name) => name.startsWith(`${namespace}_`));
    for (const name of names.filter((each) => !each.endsWith('_provider'))) {
      for (const collection of await client.db(name).collections()) {
        for await (const document of collection.find({}, { raw: true })) {
          look(`${name.slice(namespace.length + 1)}.${collection.collectionName}`, document as unknown as Uint8Array);
        }
      }
    }
  } finally {
    await client.close();
  }
}
