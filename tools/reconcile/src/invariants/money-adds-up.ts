import type { OrderState, PaymentState } from '@ordergraph/events';
import type { Invariant } from '../invariant.js';
import { orders, payments } from '../kinds.js';
import { commitsOf, type Places } from '../places.js';
import { type Head, heads, headsOf, inBatches } from '../streams.js';

/**
 * Captured minus refunded is the order's total less goodwill when it is CONFIRMED, and nothing when it is CANCELLED; nothing
 * stays held either.
 */
export const moneyAddsUp: Invariant = {
  name: 'money adds up',
  async check(places) {
    let count = 0;
    const differences: { id: string; message: string }[] = [];
    for await (const batch of inBatches(heads(places, orders))) {
      const ended = batch.filter(({ state }) => state.status === 'CONFIRMED' || state.status === 'CANCELLED');
      const ids = ended.map(({ id }) => id);
      const [paid, goodwill] = await Promise.all([headsOf(places, payments, ids), goodwillOf(places, ids)]);
      for (const { id, state } of ended) {
        const message = problemOf(state, paid.get(id), goodwill.get(id) ?? 0);
        if (message !== undefined) differences.push({ id, message });
      }
      count += ended.length;
    }
    return { count, differences };
  },
};

function problemOf(order: OrderState, payment: Head<PaymentState> | undefined, goodwill: number): string | undefined {
  const { status, captured, refunded } = payment?.state ?? nothingPaid;
  const kept = captured.amount - refunded.amount;
  const due = order.status === 'CONFIRMED' ? order.total.amount - goodwill : 0;
  if (kept !== due) return `${order.status}: ${kept} of ${order.total.amount} are kept, ${due} are due`;
  const isHeld = order.status === 'CANCELLED' && (status === 'AUTHORIZED' || status === 'ACTION_REQUIRED');
  return isHeld ? `CANCELLED, and its payment is still ${status}` : undefined;
}

const nothingPaid = { status: 'NONE', captured: { amount: 0 }, refunded: { amount: 0 } } as const;

/** What operators gave back on orders that stand. */
async function goodwillOf(places: Places, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const type = 'payments.payment-refunded.v1';
  const streams = ids.map((id) => `payment-${id}`);
  const commits = await commitsOf(places, 'payments')
    .find({ '_id.stream': { $in: streams }, 'messages.type': type } as object)
    .toArray();
  const sums = new Map<string, number>();
  for (const { _id, messages } of commits) {
    const id = _id.stream.slice('payment-'.length);
    for (const message of messages.filter((each) => each.type === type)) {
      const { amount } = (message.data as { amount: { amount: number } }).amount;
      sums.set(id, (sums.get(id) ?? 0) + amount);
    }
  }
  return sums;
}
