import { defineFact, type MessageOf, Money } from '@ordergraph/events';
import { z } from 'zod';

export const CaptureIntended = defineFact('payments.capture-intended.v1', {
  summary: 'The provider is about to be asked to take the money, under this key.',
  data: z.strictObject({ key: z.string(), amount: Money }),
  example: {
    data: { key: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22/capture/1', amount: { amount: 2580, currency: 'EUR' } },
  },
});
export type CaptureIntended = MessageOf<typeof CaptureIntended>;
