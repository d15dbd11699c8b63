import { setTimeout as delay } from 'node:timers/promises';
import { InfrastructureUnavailable, withoutCredentials } from '@ordergraph/infrastructure';
import { readingDeadLetters } from '@ordergraph/launcher';
import {
  type Broker,
  type BrokerMessage,
  createEmbeddedBroker,
  createRabbitBroker,
  deadLetterQueue,
} from '@ordergraph/messaging';
import type { Invariant } from '../invariant.js';
import type { Places } from '../places.js';

const most = 1_000;
/** RabbitMQ is waited for as long as it takes; whoever looks wants to know. */
const patienceMilliseconds = 15_000;
const notNamed = 'no broker is named; --amqp names a RabbitMQ';
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** No message failed for good. They are read and left where they are: in RabbitMQ with its address, else in the embedded broker. */
export const noDeadLetters: Invariant = {
  name: 'no dead letters',
  async check(places) {
    const broker = await brokerOf(places);
    if (!broker) return { count: 0, differences: [], notLookedAt: notNamed };
    try {
      const messages = await inTime(readingDeadLetters(deadLettersIn(broker)), places.amqpUrl);
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

async function deadLettersIn(broker: Broker): Promise<readonly BrokerMessage[]> {
  await broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
  return broker.browse(deadLetterQueue, most);
}

/** @throws {InfrastructureUnavailable} the broker has not answered */
async function inTime<Result>(work: Promise<Result>, url = 'The embedded broker'): Promise<Result> {
  const done = new AbortController();
  const late = delay(patienceMilliseconds, undefined, { signal: done.signal }).then(() => {
    const what = `${withoutCredentials(url)} does not answer, so its dead letters were not looked at.`;
    throw new InfrastructureUnavailable(what, 'Start it, or correct its address.');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}

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
