import { type Checker, unexpected } from './checker.js';

/** P7 and more: the invariants of `npm run reconcile` over the databases of the services. */
export const everythingAddsUp: Checker = {
  name: 'everything adds up',
  promise: 'P7',
  check({ aftermath: { reconciled } }) {
    return {
      count: reconciled.checked.reduce((sum, { count }) => sum + count, 0),
      violations: reconciled.differences.map(({ invariant, id, message }) =>
        unexpected(id, `${invariant}: ${message}`),
      ),
    };
  },
};
