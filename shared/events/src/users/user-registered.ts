import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Text } from '../values.js';
import { UserState, userStateExample } from './state.js';

export const UserRegistered = defineEvent('users.user-registered.v1', {
  summary: 'Somebody opened an account.',
  data: z.strictObject({ email: Text, displayName: Text, roles: UserState.shape.roles }),
  state: UserState,
  personal: ['email', 'displayName'],
  personId: 'id',
  example: {
    data: { email: 'customer@example.com', displayName: 'Robin Customer', roles: ['CUSTOMER'] },
    state: userStateExample,
  },
});
export type UserRegistered = MessageOf<typeof UserRegistered>;
