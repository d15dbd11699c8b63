import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, Text } from '../values.js';
import { PaymentState, paymentStateExample } from './state.js';

export const ReversalFailed = defineEvent('payments.reversal-failed.v1', {
  summary: 'The money of this order could not be given back, definitively: a person has to settle it, or to ask again.',
  data: z.strictObject({ orderId: Id, code: Text, message: Text }),
  state: PaymentState,
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      code: 'account_closed',
      message: 'The account was closed.',
    },
    state: { ...paymentStateExample, status: 'CAPTURED', captured: { amount: 2580, currency: 'EUR' } },
  },
});
export type ReversalFailed = MessageOf<typeof ReversalFailed>;
