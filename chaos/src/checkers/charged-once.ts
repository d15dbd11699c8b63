import type { ProviderBooks, StoredOrder } from '../history/aftermath.js';
import { type Checker, duplicated, isTerminal, lost, unexpected, type Violation } from './checker.js';

/** Tokens with which no money can be taken. */
const worthless: ReadonlySet<string> = new Set(['tok_decline', 'tok_capture_fails']);

const noBooks: ProviderBooks = { captured: 0, refunded: 0, held: 0, authorizations: 0, charges: 0 };

/** P2 and P7 of money, by the provider's own books: one charge at most, and what stays taken is what stays sold. */
export const chargedOnce: Checker = {
  name: 'charged once',
  promise: 'P2',
  check({ history, aftermath }) {
    const tokens = new Map(history.orders.map(({ key, paymentToken }) => [key, paymentToken]));
    const ended = aftermath.orders.filter(({ status }) => isTerminal(status));
    return {
      count: ended.length,
      violations: ended.flatMap((order) => [
        ...doubled(order, aftermath.books.get(order.id) ?? noBooks),
        ...unsettled(order, aftermath.books.get(order.id) ?? noBooks),
        ...paidWithNothing(order, tokens.get(order.key)),
      ]),
    };
  },
};

const doubled = ({ id }: StoredOrder, { charges, authorizations }: ProviderBooks): Violation[] => [
  ...(charges > 1 ? [duplicated(id, `charged ${charges} times`)] : []),
  ...(authorizations > 1 ? [duplicated(id, `authorized ${authorizations} times`)] : []),
];

function unsettled({ id, status, total }: StoredOrder, { captured, refunded, held }: ProviderBooks): Violation[] {
  const due = status === 'CONFIRMED' ? total : 0;
  const kept = captured - refunded;
  return [
    ...(kept > due ? [duplicated(id, `${status} over ${total}, and ${kept} stay taken`)] : []),
    ...(kept < due ? [lost(id, `${status} over ${total}, and only ${kept} stay taken`)] : []),
    ...(held > 0 ? [lost(id, `${status}, and ${held} of the customer's money stay held`)] : []),
  ];
}

const paidWithNothing = ({ id, status }: StoredOrder, token = ''): Violation[] =>
  status === 'CONFIRMED' && worthless.has(token) ? [unexpected(id, `CONFIRMED with ${token}`)] : [];
