import { defineFact, type MessageOf } from '@ordergraph/events';
import { z } from 'zod';

export const RefundFailed = defineFact('payments.refund-failed.v1', {
  summary: 'The provider refused a goodwill refund, definitively.',
  data: z.strictObject({ key: z.string(), code: z.string(), message: z.string() }),
  example: {
    data: {
      key: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22/refund/1',
      code: 'card_closed',
      message: 'The card was closed.',
    },
  },
});
export type RefundFailed = MessageOf<typeof RefundFailed>;
