import { type DataOf, type ReserveStock, StockRejected, StockReserved } from '@ordergraph/events';
import type { Reservation } from './reservation.js';
import { type StockDecision, type StockOf, move, piecesByProduct, recordOnly } from './stock-decision.js';
import { hold } from './stock.js';
import { StockRequested } from './stock-requested.js';

/** All lines or none. A refusal is an answer too: it is recorded, so that asking again is answered the same. */
export function decideReserveStock(
  { status }: Reservation,
  { orderId, lines }: DataOf<typeof ReserveStock>,
  stockOf: StockOf,
): StockDecision {
  switch (status) {
    case 'RESERVED':
    case 'COMMITTED':
      return recordOnly(StockReserved({ orderId }));
    case 'RETURNED':
      return recordOnly(StockRejected({ orderId, code: 'ALREADY_RETURNED', unavailable: [] }));
    case 'NONE':
    case 'REJECTED': {
      const requested = StockRequested({ orderId, lines });
      const unavailable = unavailablePieces(lines, stockOf);
      return unavailable.length > 0
        ? recordOnly(requested, StockRejected({ orderId, code: 'OUT_OF_STOCK', unavailable }))
        : { messages: [requested, StockReserved({ orderId })], stock: move(lines, stockOf, hold) };
    }
    default:
      return status satisfies never;
  }
}

function unavailablePieces(lines: DataOf<typeof ReserveStock>['lines'], stockOf: StockOf) {
  return [...piecesByProduct(lines).values()]
    .map(({ productId, sku, quantity }) => ({
      sku,
      requested: quantity,
      available: stockOf(productId)?.available ?? 0,
    }))
    .filter(({ requested, available }) => requested > available);
}
