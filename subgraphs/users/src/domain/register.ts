import { UserRegistered } from '@ordergraph/events';
import type { Decision } from '@ordergraph/messaging';
import { isEmail } from './email.js';
import { type InvalidField, brokenRules } from './invalid-field.js';
import { isPassword } from './password.js';
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
      [isPassword(password), 'password', 'Between 10 and 200 characters.'],
    ),
    ...displayNameProblems(displayName),
  ];
}

/** Control characters, half characters, separators of lines, and what turns the direction of text around it: a name must not rewrite what stands beside it. */
const DISTURBING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** A letter, digit or sign that can be seen: there are letters (fillers of Hangul) and a sign (the empty Braille pattern) that cannot. */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

export function displayNameProblems(displayName: string): InvalidField[] {
  const { length } = displayName.trim();
  return brokenRules(
    [VISIBLE.test(displayName) && length <= 80, 'displayName', 'Between 1 and 80 characters, one of them visible.'],
    [!DISTURBING.test(displayName), 'displayName', 'No line breaks or other control characters.'],
  );
}
