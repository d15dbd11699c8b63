import { type BrokerMessage, createRabbitBroker } from '@ordergraph/messaging';
import { testMongo } from '@ordergraph/testing';
import { mongo } from 'mongoose';

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Puts messages into a queue of a running platform from outside: through its broker, or where the embedded one keeps what waits. */
export async function plantMessages(
  { namespace, amqpUrl }: { readonly namespace: string; readonly amqpUrl: string | undefined },
  queue: string,
  messages: readonly BrokerMessage[],
): Promise<void> {
  if (amqpUrl === undefined) return park(namespace, queue, messages);
  const broker = createRabbitBroker({ url: amqpUrl, namespace, connectionName: 'planting', logger: silent });
  try {
    await broker.declare({ exchanges: [], queues: [] });
    await Promise.all(messages.map((message) => broker.send(queue, message)));
  } finally {
    await broker.close(5_000);
  }
}

async function park(namespace: string, queue: string, messages: readonly BrokerMessage[]): Promise<void> {
  const client = await mongo.MongoClient.connect(testMongo().uri);
  try {
    const parked = messages.map(({ content, ...rest }) => ({
      queue,
      dueAt: new Date(),
      message: { ...rest, content: new mongo.Binary(content) },
    }));
    await client.db(`${namespace}_broker`).collection('parkedMessages').insertMany(parked);
  } finally {
    await client.close();
  }
}

function ignore(): void {
  // What goes wrong is thrown.
}
