import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id, Money } from '../values.js';

export const ReversePayment = defineCommand('payments.reverse-payment.v1', {
  summary:
    'Give everything back: void what is authorized, refund what is captured. Valid before the authorization: then that is refused for ever.',
  data: z.strictObject({ orderId: Id, customerId: Id, amount: Money }),
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      customerId: 'c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11',
      amount: { amount: 2580, currency: 'EUR' },
    },
  },
});
export type ReversePayment = MessageOf<typeof ReversePayment>;
