import { z } from 'zod';
import { Id, Money, Text, Timestamp } from '../values.js';

/** Why a payment was refused; `retryableWithOtherMethod`: the customer may try another card. */
export const PaymentDeclineReason = z.strictObject({
  code: Text,
  message: Text,
  retryableWithOtherMethod: z.boolean(),
});
export type PaymentDeclineReason = z.infer<typeof PaymentDeclineReason>;

/** What other services may know of the payment of an order. `captured` and `refunded` are totals so far. */
export const PaymentState = z.strictObject({
  id: Id,
  orderId: Id,
  customerId: Id.optional(),
  status: z.enum([
    'PENDING',
    'ACTION_REQUIRED',
    'AUTHORIZED',
    'CAPTURED',
    'DECLINED',
    'VOIDED',
    'PARTIALLY_REFUNDED',
    'REFUNDED',
  ]),
  total: Money,
  captured: Money,
  refunded: Money,
  method: Text.optional(),
  decline: PaymentDeclineReason.optional(),
  updatedAt: Timestamp,
});
export type PaymentState = z.infer<typeof PaymentState>;

export const paymentStateExample: PaymentState = {
  id: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
  orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
  customerId: 'c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11',
  status: 'AUTHORIZED',
  total: { amount: 2580, currency: 'EUR' },
  captured: { amount: 0, currency: 'EUR' },
  refunded: { amount: 0, currency: 'EUR' },
  method: 'Visa •••• 4242',
  updatedAt: '2026-01-01T09:00:01.000Z',
};
