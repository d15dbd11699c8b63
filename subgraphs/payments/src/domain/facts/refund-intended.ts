import { defineFact, type MessageOf, Money } from '@ordergraph/events';
import { z } from 'zod';

export const RefundIntended = defineFact('payments.refund-intended.v1', {
  summary: 'The provider is about to be asked to give money back, under this key.',
  data: z.strictObject({
    key: z.string(),
    amount: Money,
    /** REVERSAL undoes the order; GOODWILL gives something back on an order that stands. */
    purpose: z.enum(['REVERSAL', 'GOODWILL']),
    reason: z.string(),
  }),
  example: {
    data: {
      key: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22/refund/1',
      amount: { amount: 500, currency: 'EUR' },
      purpose: 'GOODWILL',
      reason: 'Scratched on arrival',
    },
  },
});
export type RefundIntended = MessageOf<typeof RefundIntended>;
