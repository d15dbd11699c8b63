import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, Money } from '../values.js';
import { PaymentState, paymentStateExample } from './state.js';

export const PaymentCaptured = defineEvent('payments.payment-captured.v1', {
  summary: 'The money of this order was taken.',
  data: z.strictObject({ orderId: Id, amount: Money }),
  state: PaymentState,
  example: {
    data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22', amount: { amount: 2580, currency: 'EUR' } },
    state: { ...paymentStateExample, status: 'CAPTURED', captured: { amount: 2580, currency: 'EUR' } },
  },
});
export type PaymentCaptured = MessageOf<typeof PaymentCaptured>;
