import type { CommitLog } from '@ordergraph/messaging';
import { type RegisteredUser, userDecider } from '../domain/user.js';

/** A user by id, from their stream: always current. */
export async function loadUser(log: CommitLog, id: string): Promise<RegisteredUser | undefined> {
  const { state } = await log.load(userDecider, id);
  return state.status === 'REGISTERED' ? state : undefined;
}
