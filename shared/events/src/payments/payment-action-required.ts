import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, Timestamp } from '../values.js';
import { PaymentState, paymentStateExample } from './state.js';

export const PaymentActionRequired = defineEvent('payments.payment-action-required.v1', {
  summary: 'The provider wants something of the customer (3-D Secure) before it authorizes.',
  data: z.strictObject({ orderId: Id, expiresAt: Timestamp }),
  state: PaymentState,
  example: {
    data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22', expiresAt: '2026-01-01T09:15:01.000Z' },
    state: { ...paymentStateExample, status: 'ACTION_REQUIRED' },
  },
});
export type PaymentActionRequired = MessageOf<typeof PaymentActionRequired>;
