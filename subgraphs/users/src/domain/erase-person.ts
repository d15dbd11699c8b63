import { PersonErased } from '@ordergraph/events';
import type { Decision } from '@ordergraph/messaging';
import type { User } from './user.js';

export interface ErasePersonRefusal {
  readonly reason: 'NOT_FOUND';
}

/** Who is forgotten already stays so: nothing happens. */
export function decideErasePerson(
  user: User,
  why: { readonly reason: string; readonly by: string },
): Decision<ErasePersonRefusal> {
  if (user.status === 'UNKNOWN') return { refused: { reason: 'NOT_FOUND' } };
  return user.status === 'ERASED' ? [] : [PersonErased({ personId: user.id, ...why })];
}
