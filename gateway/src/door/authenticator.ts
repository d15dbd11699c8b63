import {
  createTokenVerifier,
  graphAudience,
  ServiceUnavailable,
  type TrustedIssuer,
  visitor,
} from '@ordergraph/service';
import type { Logger } from 'pino';

import type { IssuedPrincipal } from '../request-context.js';
import { principalKey, VISITOR_KEY } from './grants.js';
import type { RateLimits } from './rate-limits.js';
import { refusal } from './refusal.js';
import { Turns } from './turns.js';

/** Who asks, and until when that is known. */
export interface Identity {
  principal: IssuedPrincipal;
  principalKey: string;
  /** Epoch milliseconds; undefined for a visitor. */
  expiresAt: number | undefined;
}

/**
 * From the text of an `Authorization` header, or nothing, and the client's address. Throws UNAUTHENTICATED: whoever brings a bad token is no
 * visitor, nor is who brings something that is no text; RATE_LIMITED instead of checking yet another token of an address with too many bad ones;
 * SERVICE_UNAVAILABLE where the keys to check it with cannot be fetched.
 */
export type Authenticator = (authorization: unknown, address: string) => Promise<Identity>;

export interface AuthenticatorOptions {
  trustedIssuers: readonly TrustedIssuer[];
  rateLimits: Pick<RateLimits, 'badToken' | 'tooManyBadTokens'>;
  logger: Logger;
}

/** Of one address, tokens that are not known yet: what waits is not checked either when those before it were too many bad ones. */
const CHECKED_AT_ONCE = 8;

const VISITOR: Identity = { principal: visitor, principalKey: VISITOR_KEY, expiresAt: undefined };

export function createAuthenticator({ trustedIssuers, rateLimits, logger }: AuthenticatorOptions): Authenticator {
  const verifier = createTokenVerifier(trustedIssuers, graphAudience);
  const turns = new Turns(CHECKED_AT_ONCE);
  const told = new WeakSet<ServiceUnavailable>();
  const identify = async (text: string | undefined, address: string): Promise<Identity> => {
    try {
      const { principal: verified, issuer, expiresAt } = await verifier.inspect(text);
      const principal = { ...verified, issuer };
      return { principal, principalKey: principalKey(principal), expiresAt: expiresAt.getTime() };
    } catch (error) {
      if (!(error instanceof ServiceUnavailable)) {
        await rateLimits.badToken(address);
        throw refusal('UNAUTHENTICATED', 'The token is not valid, or it has expired.');
      }
      // It is the same for all who come until the keys are fetched again.
      if (!told.has(error)) logger.warn({ err: error }, 'the keys of an issuer cannot be fetched');
      told.add(error);
      throw refusal('SERVICE_UNAVAILABLE', error.message);
    }
  };
  return async (authorization, address) => {
    if (authorization === undefined || authorization === '') return VISITOR;
    const text = typeof authorization === 'string' ? authorization : undefined;
    // A token that was good is no try: its bearer does not pay for what else comes from the address.
    if (text !== undefined && verifier.hasAccepted(text)) return identify(text, address);
    return turns.take(address, async () => {
      const limited = await rateLimits.tooManyBadTokens(address);
      if (limited) throw limited;
      return identify(text, address);
    });
  };
}
