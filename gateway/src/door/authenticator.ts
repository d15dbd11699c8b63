import { type Principal, type TokenVerifier, visitor } from '@ordergraph/service';
import type { GraphQLError } from 'graphql';

import { principalKey, VISITOR_KEY } from './grants.js';
import { refusal } from './refusal.js';

/** Who asks, and until when that is known. */
export interface Identity {
  principal: Principal;
  principalKey: string;
  /** Epoch milliseconds; undefined for a visitor. */
  expiresAt: number | undefined;
}

/**
 * From the text of an `Authorization` header, or nothing. Throws UNAUTHENTICATED: whoever brings a bad token is no visitor, nor is who brings
 * something that is no text.
 */
export type Authenticator = (authorization: unknown) => Promise<Identity>;

const VISITOR: Identity = { principal: visitor, principalKey: VISITOR_KEY, expiresAt: undefined };

export function createAuthenticator(verifier: TokenVerifier): Authenticator {
  return async (authorization) => {
    if (authorization === undefined || authorization === '') return VISITOR;
    if (typeof authorization !== 'string') throw notAccepted();
    const { principal, issuer, expiresAt } = await verifier.inspect(authorization).catch(() => {
      throw notAccepted();
    });
    return { principal, principalKey: principalKey(principal, issuer), expiresAt: expiresAt.getTime() };
  };
}

function notAccepted(): GraphQLError {
  return refusal('UNAUTHENTICATED', 'The token is not valid, or it has expired.');
}
