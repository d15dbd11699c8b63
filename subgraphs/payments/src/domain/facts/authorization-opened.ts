import { defineFact, type MessageOf } from '@ordergraph/events';
import { z } from 'zod';

export const AuthorizationOpened = defineFact('payments.authorization-opened.v1', {
  summary: 'How the provider calls the authorization that holds the money.',
  data: z.strictObject({ key: z.string(), authorizationId: z.string() }),
  example: { data: { key: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22/authorize/1', authorizationId: 'auth_1' } },
});
export type AuthorizationOpened = MessageOf<typeof AuthorizationOpened>;
