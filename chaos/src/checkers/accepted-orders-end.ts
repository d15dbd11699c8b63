import { type Checker, isTerminal, lost, type RunRecord, unexpected, type Violation } from './checker.js';

/** P1: whatever was answered by `placeOrder` is stored, has ended, and its customer is shown that. */
export const acceptedOrdersEnd: Checker = {
  name: 'accepted orders end',
  promise: 'P1',
  check({ history, aftermath }) {
    const stored = new Map(aftermath.orders.map((order) => [order.id, order]));
    const accepted = history.orders.filter(({ outcome }) => outcome === 'accepted').flatMap(({ orderIds }) => orderIds);
    const missing = accepted.filter((id) => !stored.has(id));
    const open = aftermath.orders.filter(({ status }) => !isTerminal(status));
    return {
      count: accepted.length,
      violations: [
        ...missing.map((id) => lost(id, 'was accepted and is not stored')),
        ...open.map(({ id, status, version }) => lost(id, `never ended: ${status} at version ${version}`)),
        ...accepted.flatMap((id) => shownOtherwise(id, { history, aftermath })),
      ],
    };
  },
};

function shownOtherwise(id: string, { aftermath }: RunRecord): Violation[] {
  const stored = aftermath.orders.find((order) => order.id === id);
  const shown = aftermath.shown.get(id);
  if (!stored) return [];
  if (!shown) return [lost(id, 'its customer is shown nothing')];
  if (shown.version === stored.version && shown.status === stored.status) return [];
  const difference = `${shown.status} v${shown.version}, stored is ${stored.status} v${stored.version}`;
  return [unexpected(id, `its customer is shown ${difference}`)];
}
