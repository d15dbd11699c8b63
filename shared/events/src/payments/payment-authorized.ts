import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, Text } from '../values.js';
import { PaymentState, paymentStateExample } from './state.js';

export const PaymentAuthorized = defineEvent('payments.payment-authorized.v1', {
  summary: 'The provider holds the money for this order.',
  data: z.strictObject({ orderId: Id, method: Text }),
  state: PaymentState,
  example: {
    data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22', method: 'Visa •••• 4242' },
    state: paymentStateExample,
  },
});
export type PaymentAuthorized = MessageOf<typeof PaymentAuthorized>;
