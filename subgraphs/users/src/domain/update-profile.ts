import { ProfileUpdated } from '@ordergraph/events';
import type { Decision } from '@ordergraph/messaging';
import type { InvalidField } from './invalid-field.js';
import { displayNameProblems } from './register.js';
import type { User } from './user.js';

export type UpdateProfileRefusal =
  { readonly reason: 'INVALID_INPUT'; readonly fields: readonly InvalidField[] } | { readonly reason: 'NOT_FOUND' };

/** What is left out stays as it is. */
export function decideUpdateProfile(user: User, displayName: string | undefined): Decision<UpdateProfileRefusal> {
  if (user.status !== 'REGISTERED') return { refused: { reason: 'NOT_FOUND' } };
  if (displayName === undefined || displayName.trim() === user.displayName) return [];
  const fields = displayNameProblems(displayName);
  return fields.length > 0
    ? { refused: { reason: 'INVALID_INPUT', fields } }
    : [ProfileUpdated({ displayName: displayName.trim() })];
}
