import { type Checker, lost } from './checker.js';

/** P1: an order that was answered as placed is in its customer's list from then on. */
export const listsShowWhatWasPlaced: Checker = {
  name: 'lists show what was placed',
  promise: 'P1',
  check({ history: { listReads } }) {
    const missing = listReads.filter(({ isListed }) => !isListed);
    return {
      count: listReads.length,
      violations: missing.map(({ orderId }) => lost(orderId, 'was answered as placed and is not in the list')),
    };
  },
};
