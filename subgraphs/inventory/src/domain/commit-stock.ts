import { StockCommitted, StockReturned } from '@ordergraph/events';
import type { Reservation } from './reservation.js';
import { type StockDecision, type StockOf, move, recordOnly } from './stock-decision.js';
import { sell } from './stock.js';

/**
 * Committing cannot be refused, and must not sell what the order does not hold:
 * - returned before (the saga gave up, then this command arrived late): nothing is sold, and the answer is the truth, that
 *   the order holds nothing;
 * - nothing held yet: undefined, there is no true answer to record. The command waits for its reservation.
 */
export function decideCommitStock(
  { orderId, status, lines }: Reservation,
  stockOf: StockOf,
): StockDecision | undefined {
  switch (status) {
    case 'RESERVED':
      return { messages: [StockCommitted({ orderId })], stock: move(lines, stockOf, sell) };
    case 'COMMITTED':
      return recordOnly(StockCommitted({ orderId }));
    case 'RETURNED':
      return recordOnly(StockReturned({ orderId, returned: 'NOTHING' }));
    case 'NONE':
    case 'REJECTED':
      return undefined;
    default:
      return status satisfies never;
  }
}
