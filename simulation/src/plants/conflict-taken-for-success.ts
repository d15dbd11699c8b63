import { CommitConflict, type Commits } from '@ordergraph/messaging/internals';
import type { Plant } from './plant.js';

export const conflictTakenForSuccess: Plant = {
  name: 'conflict-taken-for-success',
  bug: 'to orders, a version that somebody else took first counts as written',
  replacements: () => ({
    commits: (commits, service) => (service === 'orders' ? overlooking(commits) : commits),
  }),
};

const overlooking = (commits: Commits): Commits => ({
  ...commits,
  append: (commit) =>
    commits.append(commit).catch((error: unknown) => {
      if (error instanceof CommitConflict) return commit;
      throw error;
    }),
});
