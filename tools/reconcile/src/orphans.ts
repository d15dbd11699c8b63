import type { PaymentState } from '@ordergraph/events';
import { orders, payments, reservations } from './kinds.js';
import type { Places } from './places.js';
import { type Head, heads, headsOf, inBatches, type StreamKind } from './streams.js';

/** Reservations that hold pieces for an order that is not there. Those of which nothing is held are history. */
export const orphanReservations = (places: Places) =>
  orphans(places, reservations, ({ state: { status } }) => status === 'RESERVED' || status === 'COMMITTED');

/** Payments that hold or keep money, or are about to, for an order that is not there. */
export const orphanPayments = (places: Places) => orphans(places, payments, holdsMoney);

export interface Orphans<State> {
  /** How many streams were looked at. */
  readonly count: number;
  readonly found: readonly Head<State>[];
}

function holdsMoney({ state: { status, captured, refunded } }: Head<PaymentState>): boolean {
  const isUnderWay = status === 'PENDING' || status === 'ACTION_REQUIRED' || status === 'AUTHORIZED';
  return isUnderWay || captured.amount > refunded.amount;
}

/** Reservations and payments are read before orders: an order is committed before anything is asked for it. */
async function orphans<State>(
  places: Places,
  kind: StreamKind<State>,
  holds: (head: Head<State>) => boolean,
): Promise<Orphans<State>> {
  let count = 0;
  const found: Head<State>[] = [];
  for await (const batch of inBatches(heads(places, kind))) {
    const holding = batch.filter(holds);
    const ids = holding.map(({ id }) => id);
    const known = await headsOf(places, orders, ids);
    found.push(...holding.filter(({ id }) => !known.has(id)));
    count += batch.length;
  }
  return { count, found };
}
