import { z } from 'zod';
import { Id, Text, Timestamp } from '../values.js';

/** What other services may know of a user. */
export const UserState = z.strictObject({
  id: Id,
  email: Text,
  displayName: Text,
  roles: z.array(z.enum(['CUSTOMER', 'OPERATOR'])),
  createdAt: Timestamp,
});
export type UserState = z.infer<typeof UserState>;

export const userStateExample: UserState = {
  id: 'c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11',
  email: 'customer@example.com',
  displayName: 'Robin Customer',
  roles: ['CUSTOMER'],
  createdAt: '2026-01-01T09:00:00.000Z',
};
