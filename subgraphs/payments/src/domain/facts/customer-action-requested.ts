import { defineFact, type MessageOf, Timestamp } from '@ordergraph/events';
import { z } from 'zod';

export const CustomerActionRequested = defineFact('payments.customer-action-requested.v1', {
  summary: 'Where the customer approves the payment, and until when.',
  data: z.strictObject({
    key: z.string(),
    authorizationId: z.string(),
    redirectUrl: z.string().optional(),
    clientSecret: z.string().optional(),
    expiresAt: Timestamp,
  }),
  secret: ['clientSecret'],
  example: {
    data: {
      key: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22/authorize/1',
      authorizationId: 'auth_1',
      redirectUrl: 'https://bank.example/actions/auth_1',
      expiresAt: '2026-01-01T09:15:01.000Z',
    },
  },
});
export type CustomerActionRequested = MessageOf<typeof CustomerActionRequested>;
