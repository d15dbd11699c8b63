import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id, Text } from '../values.js';

export const ErasePerson = defineCommand('users.erase-person.v1', {
  summary: 'Forget who this user is, everywhere and for good.',
  data: z.strictObject({ personId: Id, reason: Text, by: Text }),
  example: { data: { personId: '7f1d2c3b-9a85-4a0e-8f6e-51b1f0c2d3e4', reason: 'asked to be forgotten', by: 'olga' } },
});
export type ErasePerson = MessageOf<typeof ErasePerson>;
