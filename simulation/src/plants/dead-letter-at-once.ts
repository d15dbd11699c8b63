import { deadLetterQueue } from '@ordergraph/messaging';
import type { Plant } from './plant.js';

export const deadLetterAtOnce: Plant = {
  name: 'dead-letter-at-once',
  bug: 'a message that failed is given up instead of tried again later',
  replacements: () => ({
    broker: (broker) => ({ ...broker, retryLater: (_queue, _delay, message) => broker.send(deadLetterQueue, message) }),
  }),
};
