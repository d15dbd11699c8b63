import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, linesAtMost, Sku } from '../values.js';
import { ReservationState, reservationStateExample } from './reservation-state.js';

export const StockRejected = defineEvent('inventory.stock-rejected.v1', {
  summary: 'Nothing is held: not enough pieces, or the order was undone before.',
  data: z.strictObject({
    orderId: Id,
    code: z.enum(['OUT_OF_STOCK', 'ALREADY_RETURNED']),
    unavailable: z
      .array(z.strictObject({ sku: Sku, requested: z.number().int().min(1), available: z.number().int().min(0) }))
      .max(linesAtMost),
  }),
  state: ReservationState,
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      code: 'OUT_OF_STOCK',
      unavailable: [{ sku: 'MUG-BLUE', requested: 2, available: 1 }],
    },
    state: { ...reservationStateExample, status: 'REJECTED' },
  },
});
export type StockRejected = MessageOf<typeof StockRejected>;
