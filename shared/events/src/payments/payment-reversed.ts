import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, Money } from '../values.js';
import { PaymentState, paymentStateExample } from './state.js';

export const PaymentReversed = defineEvent('payments.payment-reversed.v1', {
  summary: 'Nothing of this order is held or owed any more, and nothing will be: voided, refunded, or never begun.',
  data: z.strictObject({ orderId: Id, reversal: z.enum(['NOTHING', 'VOIDED', 'REFUNDED']), amount: Money }),
  state: PaymentState,
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      reversal: 'REFUNDED',
      amount: { amount: 2580, currency: 'EUR' },
    },
    state: {
      ...paymentStateExample,
      status: 'REFUNDED',
      captured: { amount: 2580, currency: 'EUR' },
      refunded: { amount: 2580, currency: 'EUR' },
    },
  },
});
export type PaymentReversed = MessageOf<typeof PaymentReversed>;
