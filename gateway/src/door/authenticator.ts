import { type Principal, type TokenVerifier, visitor } from '@ordergraph/service';
import { LRUCache } from 'lru-cache';

import { principalKey } from './grants.js';
import { refusal } from './refusal.js';

/** Who asks, and until when that is known. */
export interface Identity {
  principal: Principal;
  principalKey: string;
  /** Epoch milliseconds; undefined for a visitor. */
  expiresAt: number | undefined;
}

/** From the text of an `Authorization` header, or nothing. Throws UNAUTHENTICATED: whoever brings a bad token is no visitor. */
export type Authenticator = (authorization: string | undefined) => Promise<Identity>;

/** Keys can be withdrawn, so that a token is verified again now and then. */
const REUSE_MILLISECONDS = 60_000;

const VISITOR: Identity = { principal: visitor, principalKey: principalKey(visitor), expiresAt: undefined };

/** Verifying a signature costs as much as a small query: an accepted token is accepted again for a minute, or until it expires. */
export function createAuthenticator(verifier: TokenVerifier): Authenticator {
  const accepted = new LRUCache<string, Identity>({ max: 20_000, ttl: REUSE_MILLISECONDS });
  return async (authorization) => {
    if (authorization === undefined || authorization === '') return VISITOR;
    const known = accepted.get(authorization);
    if (known && !isExpired(known)) return known;
    const { principal, expiresAt } = await verifier.inspect(authorization).catch(() => {
      throw refusal('UNAUTHENTICATED', 'The token is not valid, or it has expired.');
    });
    const identity = { principal, principalKey: principalKey(principal), expiresAt: expiresAt.getTime() };
    accepted.set(authorization, identity);
    return identity;
  };
}

export function isExpired({ expiresAt }: Identity): boolean {
  return expiresAt !== undefined && expiresAt <= Date.now();
}
