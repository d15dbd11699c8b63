import { StockReturned } from '@ordergraph/events';
import type { Reservation } from './reservation.js';
import { type StockDecision, type StockOf, move, recordOnly } from './stock-decision.js';
import { release, takeBack } from './stock.js';

/** Undoes whatever was done, from this side's own state; before anything was done it leaves a tombstone. */
export function decideReturnStock({ orderId, status, lines }: Reservation, stockOf: StockOf): StockDecision {
  switch (status) {
    case 'RESERVED':
      return { messages: [StockReturned({ orderId, returned: 'RESERVED' })], stock: move(lines, stockOf, release) };
    case 'COMMITTED':
      return { messages: [StockReturned({ orderId, returned: 'SOLD' })], stock: move(lines, stockOf, takeBack) };
    case 'NONE':
    case 'REJECTED':
    case 'RETURNED':
      return recordOnly(StockReturned({ orderId, returned: 'NOTHING' }));
    default:
      return status satisfies never;
  }
}
