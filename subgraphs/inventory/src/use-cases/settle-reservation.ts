import { type Cause, type CommitLog, refuse } from '@ordergraph/messaging';
import { type Reservation, reservationDecider } from '../domain/reservation.js';
import type { StockDecision, StockOf } from '../domain/stock-decision.js';
import { stockChanges, stockIn, stockKeysOf } from './stock-guards.js';

/**
 * Decides over the pieces that a reservation already holds. Which guards that takes is known only after loading it; when it
 * has changed by the time the transaction reads it, it is loaded again.
 */
export async function settleReservation(
  log: CommitLog,
  orderId: string,
  cause: Cause,
  decide: (reservation: Reservation, stockOf: StockOf) => StockDecision,
): Promise<void> {
  for (;;) {
    const loaded = await log.load(reservationDecider, orderId);
    const { outcome } = await log.executeGuarded(reservationDecider, orderId, {
      ...cause,
      guards: stockKeysOf(loaded.state.lines),
      decide: (reservation, guards, now) => {
        if (!holdsSameProducts(reservation, loaded.state)) return refuse('changed since it was loaded');
        const { messages, stock } = decide(reservation, stockIn(guards));
        return { messages, changes: stockChanges(stock, now) };
      },
    });
    if (outcome !== 'refused') return;
  }
}

function holdsSameProducts(one: Reservation, other: Reservation): boolean {
  const products = new Set(other.lines.map(({ productId }) => productId));
  return one.lines.every(({ productId }) => products.has(productId));
}
