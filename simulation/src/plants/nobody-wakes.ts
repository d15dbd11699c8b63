import type { Plant } from './plant.js';

export const nobodyWakes: Plant = {
  name: 'nobody-wakes',
  bug: 'deadlines never fire, and commands without an answer are not sent again',
  replacements: () => ({
    commits: (commits) => ({ ...commits, due: () => Promise.resolve([]) }),
  }),
};
