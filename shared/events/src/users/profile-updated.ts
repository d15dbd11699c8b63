import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Text } from '../values.js';
import { UserState, userStateExample } from './state.js';

export const ProfileUpdated = defineEvent('users.profile-updated.v1', {
  summary: 'A user changed what others see of them.',
  data: z.strictObject({ displayName: Text }),
  state: UserState,
  personal: ['email', 'displayName'],
  personId: 'id',
  example: { data: { displayName: 'Robin C.' }, state: { ...userStateExample, displayName: 'Robin C.' } },
});
export type ProfileUpdated = MessageOf<typeof ProfileUpdated>;
