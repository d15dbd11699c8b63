import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id } from '../values.js';
import { ReservationState, reservationStateExample } from './reservation-state.js';

export const StockReturned = defineEvent('inventory.stock-returned.v1', {
  summary: 'The order holds nothing any more and never will.',
  data: z.strictObject({ orderId: Id, returned: z.enum(['NOTHING', 'RESERVED', 'SOLD']) }),
  state: ReservationState,
  example: {
    data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22', returned: 'RESERVED' },
    state: { ...reservationStateExample, status: 'RETURNED' },
  },
});
export type StockReturned = MessageOf<typeof StockReturned>;
