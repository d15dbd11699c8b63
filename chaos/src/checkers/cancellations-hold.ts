import { type Checker, lost } from './checker.js';

/** P1 of cancelling: an order whose cancellation was accepted ends CANCELLED. */
export const cancellationsHold: Checker = {
  name: 'cancellations hold',
  promise: 'P1',
  check({ history, aftermath }) {
    const accepted = history.cancellations.filter(({ outcome }) => outcome === 'accepted');
    const statuses = new Map(aftermath.orders.map(({ id, status }) => [id, status]));
    return {
      count: accepted.length,
      violations: accepted
        .map(({ key }) => ({ key, status: statuses.get(key) ?? 'missing' }))
        .filter(({ status }) => status !== 'CANCELLED')
        .map(({ key, status }) => lost(key, `its cancellation was accepted, and it is ${status}`)),
    };
  },
};
