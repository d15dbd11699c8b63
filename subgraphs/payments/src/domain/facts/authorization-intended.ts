import { defineFact, type MessageOf, Money } from '@ordergraph/events';
import { z } from 'zod';

export const AuthorizationIntended = defineFact('payments.authorization-intended.v1', {
  summary: 'The provider is about to be asked to hold the money, under this key.',
  data: z.strictObject({ key: z.string(), orderNumber: z.string(), amount: Money, paymentToken: z.string() }),
  secret: ['paymentToken'],
  example: {
    data: {
      key: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22/authorize/1',
      orderNumber: 'A7K2-9QPX',
      amount: { amount: 2580, currency: 'EUR' },
      paymentToken: 'tok_success',
    },
  },
});
export type AuthorizationIntended = MessageOf<typeof AuthorizationIntended>;
