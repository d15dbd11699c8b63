import type { GuardKey } from '@ordergraph/messaging';
import { emailClaim } from '../domain/email.js';

export const emailClaimsCollection = 'emailClaims';
export const credentialsCollection = 'credentials';

/** An e-mail address belongs to one user. */
export interface EmailClaim {
  readonly userId: string;
}
/** What a password is verified against: argon2id, in PHC format. */
export interface Credentials {
  readonly passwordHash: string;
}

export const emailClaimKey = (email: string): GuardKey => ({
  collection: emailClaimsCollection,
  id: emailClaim(email),
});

export const credentialsKey = (userId: string): GuardKey => ({ collection: credentialsCollection, id: userId });
