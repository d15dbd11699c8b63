import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { UserState, userStateExample } from './state.js';

export const UserRegistered = defineEvent('users.user-registered.v1', {
  summary: 'Somebody opened an account.',
  data: z.strictObject({ email: z.string(), displayName: z.string(), roles: UserState.shape.roles }),
  state: UserState,
  personal: ['email', 'displayName'],
  personId: 'id',
  example: {
    data: { email: 'customer@example.com', displayName: 'Robin Customer', roles: ['CUSTOMER'] },
    state: userStateExample,
  },
});
export type UserRegistered = MessageOf<typeof UserRegistered>;
