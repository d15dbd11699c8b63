import { z } from 'zod';
import { Id, linesAtMost, Money, Quantity, Sku, Text, Timestamp, Title } from '../values.js';

/** Why an order was cancelled. */
export const CancellationReason = z.enum([
  'OUT_OF_STOCK',
  'PAYMENT_DECLINED',
  'PAYMENT_TIMEOUT',
  'CUSTOMER_REQUEST',
  'OPERATOR',
  'FULFILMENT_FAILED',
]);
export type CancellationReason = z.infer<typeof CancellationReason>;

/** A copy of what was bought, at the price it was bought; `title` as it was then. */
export const OrderLine = z.strictObject({
  productId: Id,
  sku: Sku,
  title: Title,
  quantity: Quantity,
  unitPrice: Money,
});
export type OrderLine = z.infer<typeof OrderLine>;

/** What other services may know of an order. */
export const OrderState = z.strictObject({
  id: Id,
  number: Text,
  customerId: Id,
  status: z.enum(['PENDING', 'CONFIRMED', 'CANCELLING', 'CANCELLED']),
  lines: z.array(OrderLine).max(linesAtMost),
  total: Money,
  placedAt: Timestamp,
  cancellationReason: CancellationReason.optional(),
  /** When fulfilment counts as stuck unless it moves on before; absent once it ended. */
  stuckAt: Timestamp.optional(),
});
export type OrderState = z.infer<typeof OrderState>;

export const orderLinesExample: OrderLine[] = [
  {
    productId: '5f0f3f5e-3a61-5c0e-9d67-2f4f3f1b8a10',
    sku: 'MUG-BLUE',
    title: 'Blue mug',
    quantity: 2,
    unitPrice: { amount: 1290, currency: 'EUR' },
  },
];
export const orderStateExample: OrderState = {
  id: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
  number: 'A7K2-9QPX',
  customerId: 'c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11',
  status: 'PENDING',
  lines: orderLinesExample,
  total: { amount: 2580, currency: 'EUR' },
  placedAt: '2026-01-01T09:00:00.000Z',
};
