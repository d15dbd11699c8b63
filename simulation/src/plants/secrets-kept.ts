import type { Plant } from './plant.js';

export const secretsKept: Plant = {
  name: 'secrets-kept',
  bug: 'payment tokens stay in the streams when they have served',
  replacements: () => ({
    commits: (commits) => ({ ...commits, blank: () => Promise.resolve() }),
  }),
};
