import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, Money, Text } from '../values.js';
import { PaymentState, paymentStateExample } from './state.js';

export const PaymentRefunded = defineEvent('payments.payment-refunded.v1', {
  summary: 'An operator gave money back on an order that stands.',
  data: z.strictObject({ orderId: Id, amount: Money, reason: Text }),
  state: PaymentState,
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      amount: { amount: 500, currency: 'EUR' },
      reason: 'Scratched on arrival',
    },
    state: {
      ...paymentStateExample,
      status: 'PARTIALLY_REFUNDED',
      captured: { amount: 2580, currency: 'EUR' },
      refunded: { amount: 500, currency: 'EUR' },
    },
  },
});
export type PaymentRefunded = MessageOf<typeof PaymentRefunded>;
