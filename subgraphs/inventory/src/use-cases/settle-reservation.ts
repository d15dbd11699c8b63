import { type Cause, type CommitLog, refuse } from '@ordergraph/messaging';
import { type Reservation, reservationDecider } from '../domain/reservation.js';
import type { StockDecision, StockOf } from '../domain/stock-decision.js';
import { stockChanges, stockIn, stockKeysOf } from './stock-guards.js';

/**
 * Decides over the pieces that a reservation already holds. Which guards that takes is known only after loading it, mostly
 * from memory; when it has changed by the time the transaction reads it, it is loaded again.
 */
export async function settleReservation(
  log: CommitLog,
  orderId: string,
  cause: Cause,
  decide: (reservation: Reservation, stockOf: StockOf) => StockDecision,
): Promise<void> {
  let known = await log.historySince(reservationDecider, orderId, 1);
  for (;;) {
    const { lines } = known.state;
    const { outcome } = await log.executeGuarded(reservationDecider, orderId, {
      ...cause,
      guards: stockKeysOf(lines),
      decide: (reservation, guards, now) => {
        if (!holdsSameProducts(reservation.lines, lines)) return refuse('changed since it was loaded');
        const { messages, stock } = decide(reservation, stockIn(guards));
        return { messages, changes: stockChanges(stock, now) };
      },
    });
    if (outcome !== 'refused') return;
    known = await log.history(reservationDecider, orderId);
  }
}

function holdsSameProducts(one: Reservation['lines'], other: Reservation['lines']): boolean {
  const products = new Set(other.map(({ productId }) => productId));
  return one.every(({ productId }) => products.has(productId));
}
