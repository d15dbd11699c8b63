import { defineFact, type MessageOf } from '@ordergraph/events';
import { z } from 'zod';

export const CustomerActionAnswered = defineFact('payments.customer-action-answered.v1', {
  summary: 'The provider told what the customer decided.',
  data: z.strictObject({ providerEventId: z.string(), approved: z.boolean() }),
  example: { data: { providerEventId: 'evt_1', approved: true } },
});
export type CustomerActionAnswered = MessageOf<typeof CustomerActionAnswered>;
