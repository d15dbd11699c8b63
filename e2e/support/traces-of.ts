import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createRabbitBroker } from '@ordergraph/messaging';
import { testMongo } from '@ordergraph/testing';
import { mongo } from 'mongoose';
import type { TestPlatform } from './test-platform.js';

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Where any of these words still stands, whatever its case: every collection of every database of the platform, these queues,
 * and everything its programs have logged.
 */
export async function tracesOf(
  words: readonly string[],
  { platform, amqpUrl, queues }: { platform: TestPlatform; amqpUrl: string | undefined; queues: readonly string[] },
): Promise<string[]> {
  const holds = (bytes: Uint8Array): boolean => {
    const text = Buffer.from(bytes).toString('utf8').toLowerCase();
    return words.some((word) => text.includes(word.toLowerCase()));
  };
  const { namespace } = platform.current;
  return [
    ...(await collectionsWith(holds, namespace)),
    ...(amqpUrl === undefined ? [] : await queuesWith(holds, { namespace, amqpUrl, queues })),
    ...(await logsWith(holds, path.join(platform.dataDirectory, 'logs'))),
  ];
}

type Holds = (bytes: Uint8Array) => boolean;

/** Documents as they are stored: a message that is parked is bytes inside one. */
async function collectionsWith(holds: Holds, namespace: string): Promise<string[]> {
  const client = await mongo.MongoClient.connect(testMongo().uri);
  const found: string[] = [];
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    for (const { name } of databases.filter(({ name }) => name.startsWith(`${namespace}_`)))
      for (const collection of await client.db(name).collections())
        for await (const document of collection.find({}, { raw: true }))
          if (holds(document as unknown as Uint8Array)) found.push(collection.namespace);
  } finally {
    await client.close();
  }
  return found;
}

async function queuesWith(
  holds: Holds,
  { namespace, amqpUrl, queues }: { namespace: string; amqpUrl: string; queues: readonly string[] },
): Promise<string[]> {
  const broker = createRabbitBroker({ url: amqpUrl, namespace, connectionName: 'searching', logger: silent });
  const found: string[] = [];
  try {
    await broker.declare({ exchanges: [], queues: [] });
    for (const queue of queues)
      for (const { content, envelope } of await broker.browse(queue, 1_000))
        if (holds(content) || holds(Buffer.from(JSON.stringify(envelope)))) found.push(queue);
  } finally {
    await broker.close(1_000);
  }
  return found;
}

async function logsWith(holds: Holds, folder: string): Promise<string[]> {
  const files = await readdir(folder);
  const contents = await Promise.all(files.map((file) => readFile(path.join(folder, file))));
  return files.filter((_, index) => holds(contents[index] ?? new Uint8Array()));
}

function ignore(): void {
  // What goes wrong is thrown.
}
