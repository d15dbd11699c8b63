import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id } from '../values.js';
import { ReservationState, reservationStateExample } from './reservation-state.js';

export const StockReserved = defineEvent('inventory.stock-reserved.v1', {
  summary: 'The pieces are held for the order.',
  data: z.strictObject({ orderId: Id }),
  state: ReservationState,
  example: { data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22' }, state: reservationStateExample },
});
export type StockReserved = MessageOf<typeof StockReserved>;
