import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id, Payable, Text } from '../values.js';

export const AuthorizePayment = defineCommand('payments.authorize-payment.v1', {
  summary: 'Make sure that the customer can pay this order, without taking the money.',
  data: z.strictObject({
    orderId: Id,
    orderNumber: Text,
    customerId: Id,
    amount: Payable,
    paymentToken: Text,
  }),
  secret: ['paymentToken'],
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      orderNumber: 'A7K2-9QPX',
      customerId: 'c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11',
      amount: { amount: 2580, currency: 'EUR' },
      paymentToken: 'tok_success',
    },
  },
});
export type AuthorizePayment = MessageOf<typeof AuthorizePayment>;
