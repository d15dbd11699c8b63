import { UserRegistered } from '@ordergraph/events';
import type { Decision } from '@ordergraph/messaging';
import { isEmail } from './email.js';
import { type InvalidField, brokenRules } from './invalid-field.js';
import type { Role, User } from './user.js';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
}

export type RegisterRefusal =
  { readonly reason: 'INVALID_INPUT'; readonly fields: readonly InvalidField[] } | { readonly reason: 'EMAIL_TAKEN' };

/** `holder` is the user who has the e-mail address already. The password was checked and hashed before. */
export function decideRegister(
  user: User,
  { email, displayName, roles }: Omit<Registration, 'password'> & { readonly roles: readonly Role[] },
  holder: string | undefined,
): Decision<RegisterRefusal> {
  if (holder !== undefined || user.status !== 'UNKNOWN') return { refused: { reason: 'EMAIL_TAKEN' } };
  return [UserRegistered({ email: email.trim(), displayName: displayName.trim(), roles: [...roles] })];
}

export function registrationProblems({ email, password, displayName }: Registration): InvalidField[] {
  return [
    ...brokenRules(
      [isEmail(email.trim()), 'email', 'Not an e-mail address.'],
      [password.length >= 10 && password.length <= 200, 'password', 'Between 10 and 200 characters.'],
    ),
    ...displayNameProblems(displayName),
  ];
}

/** Control characters, separators of lines, and what turns the direction of text around it: a name must not rewrite what stands beside it. */
const DISTURBING = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

export function displayNameProblems(displayName: string): InvalidField[] {
  const { length } = displayName.trim();
  return brokenRules(
    [length >= 1 && length <= 80, 'displayName', 'Between 1 and 80 characters.'],
    [!DISTURBING.test(displayName), 'displayName', 'No line breaks or other control characters.'],
  );
}
