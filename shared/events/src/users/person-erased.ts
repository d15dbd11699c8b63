import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Text } from '../values.js';
import { UserState, userStateExample } from './state.js';

/** Its state is what is left of the user: the id, under which orders and payments stay. */
export const PersonErased = defineEvent('users.person-erased.v1', {
  summary: 'A person is forgotten: whoever holds personal fields of theirs blanks them in place.',
  data: z.strictObject({ personId: UserState.shape.id, reason: Text, by: Text }),
  state: UserState,
  example: {
    data: { personId: userStateExample.id, reason: 'asked to be forgotten', by: 'olga' },
    state: { ...userStateExample, email: '', displayName: '', roles: [] },
  },
});
export type PersonErased = MessageOf<typeof PersonErased>;
