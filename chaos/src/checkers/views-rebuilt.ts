import { type Checker, lost } from './checker.js';

/** P5: whoever asks for the past gets it; a view that was to be built anew is. What it shows, `everything adds up` looks at. */
export const viewsRebuilt: Checker = {
  name: 'views are rebuilt',
  promise: 'P5',
  check({ history, aftermath }) {
    return {
      count: history.rebuilds.length,
      violations: aftermath.rebuilding.map((view) => lost(view, 'its rebuild never ended')),
    };
  },
};
