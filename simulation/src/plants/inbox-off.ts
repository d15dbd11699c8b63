import type { Plant } from './plant.js';

export const inboxOff: Plant = {
  name: 'inbox-off',
  bug: 'inventory does not know a command again: a redelivery is another command to it',
  replacements() {
    let deliveries = 0;
    return {
      guarded: (guarded, service) =>
        service !== 'inventory'
          ? guarded
          : {
              execute: (decider, id, execution) =>
                guarded.execute(decider, id, { ...execution, cause: `${execution.cause}#${(deliveries += 1)}` }),
            },
    };
  },
};
