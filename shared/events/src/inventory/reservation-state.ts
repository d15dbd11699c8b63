import { z } from 'zod';
import { Id, linesAtMost, Quantity, Sku } from '../values.js';

/** Pieces of one product that an order asks for. */
export const StockLine = z.strictObject({ productId: Id, sku: Sku, quantity: Quantity });
export type StockLine = z.infer<typeof StockLine>;

/** What an order holds of the stock. RETURNED is final: a reservation asked for afterwards is refused. */
export const ReservationState = z.strictObject({
  orderId: Id,
  status: z.enum(['RESERVED', 'REJECTED', 'COMMITTED', 'RETURNED']),
  lines: z.array(StockLine).max(linesAtMost),
});
export type ReservationState = z.infer<typeof ReservationState>;

export const stockLinesExample: StockLine[] = [
  { productId: '5f0f3f5e-3a61-5c0e-9d67-2f4f3f1b8a10', sku: 'MUG-BLUE', quantity: 2 },
];
export const reservationStateExample: ReservationState = {
  orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
  status: 'RESERVED',
  lines: stockLinesExample,
};
