import { createRabbitBroker, deadLetterQueue } from '@ordergraph/messaging';
import type { Invariant } from '../invariant.js';

const most = 1_000;
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** No message failed for good. They are read and left where they are; without a broker's address nothing is looked at. */
export const noDeadLetters: Invariant = {
  name: 'no dead letters',
  async check({ amqpUrl, namespace }) {
    if (amqpUrl === undefined) return { count: 0, differences: [] };
    const broker = createRabbitBroker({ url: amqpUrl, namespace, connectionName: 'reconcile', logger: silent });
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

function ignore(): void {
  // Its differences are what there is to say.
}
