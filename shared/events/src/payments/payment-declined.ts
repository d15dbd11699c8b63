import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id } from '../values.js';
import { PaymentDeclineReason, PaymentState, paymentStateExample } from './state.js';

export const PaymentDeclined = defineEvent('payments.payment-declined.v1', {
  summary: 'The payment was refused, by the provider or because the order was undone before.',
  data: z.strictObject({ orderId: Id, decline: PaymentDeclineReason }),
  state: PaymentState,
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      decline: { code: 'card_declined', message: 'The card was declined.', retryableWithOtherMethod: true },
    },
    state: {
      ...paymentStateExample,
      status: 'DECLINED',
      decline: { code: 'card_declined', message: 'The card was declined.', retryableWithOtherMethod: true },
    },
  },
});
export type PaymentDeclined = MessageOf<typeof PaymentDeclined>;
