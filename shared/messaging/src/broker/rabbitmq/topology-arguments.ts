import type { Options } from 'amqplib';
import { deadLetterQueue, type QueueDeclaration } from '../port.js';
import type { Names } from './names.js';

/**
 * A backstop only: consumers give up on a message long before, but lost connections count as deliveries too. What does run
 * into it goes to the dead letters, not to nothing.
 */
const deliveryLimit = 1_000;

/** Reading dead letters without taking them counts as a delivery each time: practically never too often (unlimited is not said alike by all versions). */
const deadLetterDeliveryLimit = 1_000_000_000;

/** Arguments of a queue are immutable: another value needs another queue name (`topologyVersion`). */
export function queueArguments(queue: QueueDeclaration, names: Names): Options.AssertQueue {
  const isDeadLetters = queue.name === deadLetterQueue;
  return {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-delivery-limit': isDeadLetters ? deadLetterDeliveryLimit : deliveryLimit,
      ...(!isDeadLetters && {
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': names.full(deadLetterQueue),
      }),
      ...(queue.singleActiveConsumer && { 'x-single-active-consumer': true }),
    },
  };
}

/**
 * One rung of the retry ladder. No dead-letter routing key: the message keeps its own, the failing queue's name, and returns
 * to exactly that queue. Not through the default exchange: at-least-once dead-lettering (which requires `reject-publish`) waits
 * with what it cannot route, and behind 32 messages for a queue that is gone all others wait too.
 */
export function retryQueueArguments(milliseconds: number, names: Names): Options.AssertQueue {
  return {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-message-ttl': milliseconds,
      'x-dead-letter-exchange': names.returns,
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    },
  };
}
