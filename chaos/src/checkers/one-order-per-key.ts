import type { StoredOrder } from '../history/aftermath.js';
import type { OrderAttempt } from '../history/attempts.js';
import { type Checker, duplicated, unexpected, type Violation } from './checker.js';

/** P2: one idempotency key makes one order, the one that was asked for; no order comes from nowhere. */
export const oneOrderPerKey: Checker = {
  name: 'one order per key',
  promise: 'P2',
  check({ history, aftermath }) {
    const attempts = new Map(history.orders.map((attempt) => [attempt.key, attempt]));
    return {
      count: aftermath.orders.length,
      violations: [
        ...history.orders.flatMap(answeredTwice),
        ...storedTwice(aftermath.orders),
        ...aftermath.orders.flatMap((order) => notAskedFor(order, attempts.get(order.key))),
        ...history.reusedKeys
          .filter(({ outcome }) => outcome === 'accepted')
          .map(({ key }) => unexpected(key, 'the key was taken for another order as well')),
      ],
    };
  },
};

const answeredTwice = ({ key, orderIds }: OrderAttempt): Violation[] =>
  orderIds.length > 1 ? [duplicated(key, `answered as ${orderIds.join(' and ')}`)] : [];

function storedTwice(orders: readonly StoredOrder[]): Violation[] {
  const first = new Map<string, string>();
  return orders.flatMap(({ id, key }) => {
    const other = first.get(key);
    first.set(key, other ?? id);
    return other === undefined ? [] : [duplicated(key, `stored as ${other} and ${id}`)];
  });
}

function notAskedFor(order: StoredOrder, attempt: OrderAttempt | undefined): Violation[] {
  if (!attempt) return [unexpected(order.id, `nobody asked for it under the key ${order.key}`)];
  const { outcome, unanswered, orderIds, productId, quantity } = attempt;
  if (outcome === 'refused' && unanswered === 0) return [unexpected(order.id, `was refused: ${attempt.reason ?? ''}`)];
  if (orderIds.length > 0 && !orderIds.includes(order.id)) {
    return [unexpected(order.id, `its key was answered as ${orderIds.join(', ')}`)];
  }
  const [line, ...others] = order.lines;
  const same = others.length === 0 && line?.productId === productId && line.quantity === quantity;
  return same ? [] : [unexpected(order.id, 'holds other lines than were ordered')];
}
