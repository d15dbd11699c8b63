import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id } from '../values.js';
import { ReservationState, reservationStateExample } from './reservation-state.js';

export const StockCommitted = defineEvent('inventory.stock-committed.v1', {
  summary: 'The pieces the order held are sold.',
  data: z.strictObject({ orderId: Id }),
  state: ReservationState,
  example: {
    data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22' },
    state: { ...reservationStateExample, status: 'COMMITTED' },
  },
});
export type StockCommitted = MessageOf<typeof StockCommitted>;
