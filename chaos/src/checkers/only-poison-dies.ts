import { type Checker, lost, unexpected } from './checker.js';

/** P1 of messages: each ends in its effect; the dead letters hold the poison that was planted, all of it, and nothing else. */
export const onlyPoisonDies: Checker = {
  name: 'only poison is a dead letter',
  promise: 'P1',
  check({ history, aftermath }) {
    const dead = new Set(aftermath.deadLetters.map(({ id }) => id));
    const poison = new Set(history.poison.map(({ id }) => id));
    const taken = history.poison.filter((each) => each.taken);
    return {
      count: taken.length,
      violations: [
        ...taken.filter(({ id }) => !dead.has(id)).map(({ id }) => lost(id, 'poison that is not a dead letter')),
        ...aftermath.deadLetters
          .filter(({ id }) => !poison.has(id))
          .map(({ id, type, error }) => unexpected(id, `${type} is a dead letter: ${error}`)),
        ...(aftermath.unpublished > 0 ? [lost('outbox', `${aftermath.unpublished} commits are unpublished`)] : []),
      ],
    };
  },
};
