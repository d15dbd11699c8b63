import type { CommitLog } from '@ordergraph/messaging';
import { longestEntry } from '../domain/password.js';
import type { RegisteredUser } from '../domain/user.js';
import { verifyPassword } from '../accounts/passwords.js';
import type { Accounts } from '../accounts/accounts.js';
import { loadUser } from './load-user.js';

/** The user with this address and password; undefined when there is none, whichever of the two is wrong. */
export async function signIn(
  log: CommitLog,
  accounts: Accounts,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<RegisteredUser | undefined> {
  if (email.length > longestEntry || password.length > longestEntry) return undefined;
  const account = await accounts.find(email);
  const isVerified = await verifyPassword(password, account?.passwordHash);
  return isVerified && account ? loadUser(log, account.userId) : undefined;
}
