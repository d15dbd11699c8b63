import type { Plant } from './plant.js';

export const acknowledgeBeforeCommit: Plant = {
  name: 'acknowledge-before-commit',
  bug: 'a message is acknowledged when it arrives, and handled afterwards',
  replacements: () => ({
    broker: (broker) => ({
      ...broker,
      consume: (queue, options, deliver) =>
        broker.consume(queue, options, (delivery) => {
          delivery.ack();
          deliver({ ...delivery, ack: nothing, requeue: nothing });
        }),
    }),
  }),
};

const nothing = (): void => undefined;
