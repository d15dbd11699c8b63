import type { GuardedDecision } from '@ordergraph/messaging';
import type { GuardedExecutor } from '@ordergraph/messaging/internals';
import type { Plant } from './plant.js';

export const stockReadOutside: Plant = {
  name: 'stock-read-outside',
  bug: 'stock is read before the transaction that writes it',
  replacements: () => ({ guarded: readingBefore }),
};

const readingBefore = (guarded: GuardedExecutor): GuardedExecutor => ({
  async execute(decider, id, execution) {
    let early: GuardedDecision | undefined;
    const looked = await guarded.execute(decider, id, {
      ...execution,
      decide: (state, guards, now) => {
        early = execution.decide(state, guards, now) as GuardedDecision;
        return { refused: undefined as never };
      },
    });
    const decided = early;
    return decided ? guarded.execute(decider, id, { ...execution, decide: () => decided }) : looked;
  },
});
