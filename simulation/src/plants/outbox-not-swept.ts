import type { Plant } from './plant.js';

export const outboxNotSwept: Plant = {
  name: 'outbox-not-swept',
  bug: 'what a process committed and did not publish before it died stays where it is',
  replacements: () => ({
    commits: (commits) => ({ ...commits, takeOverdue: () => Promise.resolve([]) }),
  }),
};
