import { type Cause, type CommitLog, type Executed, isRefused } from '@ordergraph/messaging';
import { credentialsKey, emailClaimKey } from '../accounts/account-guards.js';
import { type ErasePersonRefusal, decideErasePerson } from '../domain/erase-person.js';
import { type User, userDecider } from '../domain/user.js';

/** The claim of the address and the credentials go in the same transaction: the address is free for somebody new. */
export async function erasePerson(
  log: CommitLog,
  id: string,
  why: { readonly reason: string; readonly by: string },
  cause: Cause,
): Promise<Executed<User, ErasePersonRefusal>> {
  const { state } = await log.load(userDecider, id);
  // An address never changes, so what is read here is what is decided on.
  const guards = state.status === 'REGISTERED' ? [emailClaimKey(state.email), credentialsKey(id)] : [];
  return log.executeGuarded<User, ErasePersonRefusal>(userDecider, id, {
    ...cause,
    guards,
    decide(user) {
      const decision = decideErasePerson(user, why);
      if (isRefused(decision)) return decision;
      return { messages: decision, changes: guards.map((guard) => ({ ...guard, value: undefined })) };
    },
  });
}
