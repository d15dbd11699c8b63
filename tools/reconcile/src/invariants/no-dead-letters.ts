import { type Broker, createEmbeddedBroker, createRabbitBroker, deadLetterQueue } from '@ordergraph/messaging';
import type { Invariant } from '../invariant.js';
import type { Places } from '../places.js';

const most = 1_000;
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** No message failed for good. They are read and left where they are: in RabbitMQ with its address, else in the embedded broker. */
export const noDeadLetters: Invariant = {
  name: 'no dead letters',
  async check(places) {
    const broker = await brokerOf(places);
    if (!broker) return { count: 0, differences: [] };
    try {
      await broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
      const messages = await broker.browse(deadLetterQueue, most);
      return {
        count: messages.length,
        differences: messages.map(({ envelope: { id, type, failure } }) => ({
          id,
          message: `${type} failed for good${failure ? ` in ${failure.queue}: ${failure.errorCode}` : ''}`,
        })),
      };
    } finally {
      await broker.close(1_000);
    }
  },
};

/** It gives up none of the platform's queues. None: no address, and nothing was ever kept for the embedded broker. */
async function brokerOf({ amqpUrl, client, namespace }: Places): Promise<Broker | undefined> {
  if (amqpUrl !== undefined) {
    return createRabbitBroker({ url: amqpUrl, namespace, connectionName: 'reconcile', logger: silent });
  }
  const database = client.db(`${namespace}_broker`);
  const kept = await database.listCollections({}, { nameOnly: true }).toArray();
  return kept.length > 0 ? createEmbeddedBroker({ database, logger: silent, retirement: Infinity }) : undefined;
}

function ignore(): void {
  // Its differences are what there is to say.
}
