import { type Cause, type CommitLog, type Executed, isRefused } from '@ordergraph/messaging';
import { type RegisterRefusal, decideRegister } from '../domain/register.js';
import { type Role, type User, userDecider } from '../domain/user.js';
import { type Credentials, type EmailClaim, credentialsKey, emailClaimKey } from '../accounts/account-guards.js';

export interface Account extends Credentials {
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
}

/** The claim of the address, the credentials and the commit become durable together, or none of them does. */
export function register(
  log: CommitLog,
  id: string,
  { passwordHash, ...account }: Account,
  cause: Cause,
): Promise<Executed<User, RegisterRefusal>> {
  const [claim, credentials] = [emailClaimKey(account.email), credentialsKey(id)];
  return log.executeGuarded<User, RegisterRefusal>(userDecider, id, {
    ...cause,
    guards: [claim, credentials],
    decide: (user, guards) => {
      const decision = decideRegister(user, account, guards.get<EmailClaim>(claim.collection, claim.id)?.userId);
      if (isRefused(decision)) return decision;
      const changes = [
        { ...claim, value: { userId: id } satisfies EmailClaim },
        { ...credentials, value: { passwordHash } satisfies Credentials },
      ];
      return { messages: decision, changes };
    },
  });
}
