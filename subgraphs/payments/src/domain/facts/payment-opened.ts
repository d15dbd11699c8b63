import { defineFact, Id, type MessageOf, Money } from '@ordergraph/events';
import { z } from 'zod';

/** Whichever command comes first says whose payment it is; one that arrives out of turn may not know the customer. */
export const PaymentOpened = defineFact('payments.payment-opened.v1', {
  summary: 'This service heard of the payment of an order for the first time.',
  data: z.strictObject({ customerId: Id.optional(), total: Money }),
  example: { data: { customerId: 'c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11', total: { amount: 2580, currency: 'EUR' } } },
});
export type PaymentOpened = MessageOf<typeof PaymentOpened>;
