import { defineFact, type AnyContract, type MessageOf } from '@ordergraph/events';
import { z } from 'zod';

/** What the customer pays with: kept until the payment is authorized, or is not needed any more, and then blanked. */
export const PaymentTokenGiven = defineFact('orders.payment-token-given.v1', {
  summary: 'The customer chose what to pay with.',
  data: z.strictObject({ paymentToken: z.string() }),
  secret: ['paymentToken'],
  example: { data: { paymentToken: 'tok_success' } },
});
export type PaymentTokenGiven = MessageOf<typeof PaymentTokenGiven>;

/** Facts that only the streams of orders hold, beside those of the saga. */
export const orderFacts: readonly AnyContract[] = [PaymentTokenGiven];
