import type { Plant } from './plant.js';

export const answerNotSentAgain: Plant = {
  name: 'answer-not-sent-again',
  bug: 'a command that comes again is known, and its answer is not sent once more',
  replacements: () => ({
    commits: (commits, service) =>
      service === 'orders' ? commits : { ...commits, arm: () => Promise.resolve(undefined) },
  }),
};
