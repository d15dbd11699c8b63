import type { OrderState, StockLine } from '@ordergraph/events';
import type { Invariant } from '../invariant.js';
import { orders, reservations } from '../kinds.js';
import { heads, headsOf, inBatches } from '../streams.js';

/** A CONFIRMED order has bought exactly its pieces; a CANCELLED one holds none. */
export const ordersHoldTheirStock: Invariant = {
  name: 'orders hold their stock',
  async check(places) {
    let count = 0;
    const differences: { id: string; message: string }[] = [];
    for await (const batch of inBatches(heads(places, orders))) {
      const held = await headsOf(
        places,
        reservations,
        batch.map(({ id }) => id),
      );
      for (const { id, state } of batch) {
        const message = problemOf(state, held.get(id)?.state);
        if (message !== undefined) differences.push({ id, message });
      }
      count += batch.length;
    }
    return { count, differences };
  },
};

interface Held {
  readonly status: string;
  readonly lines: readonly StockLine[];
}

function problemOf(order: OrderState, { status, lines }: Held = { status: 'NONE', lines: [] }): string | undefined {
  const holds = status === 'RESERVED' || status === 'COMMITTED';
  if (order.status === 'CANCELLED') return holds ? `CANCELLED, and its stock is ${status}` : undefined;
  if (order.status !== 'CONFIRMED') return undefined;
  if (status !== 'COMMITTED') return `CONFIRMED, and its stock is ${status}`;
  const [ordered, bought] = [pieces(order.lines), pieces(lines)];
  return ordered === bought ? undefined : `ordered ${ordered}, bought ${bought}`;
}

function pieces(lines: readonly { readonly productId: string; readonly quantity: number }[]): string {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return [...sums]
    .map(([productId, quantity]) => `${quantity} × ${productId}`)
    .sort()
    .join(', ');
}
