import { decodeJwt, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { ServiceUnavailable, Unauthenticated } from '../errors/errors.js';
import { keyLookup } from './key-lookup.js';
import { type Principal, visitor, visitorSubject } from './principal.js';
import { signingAlgorithm } from './signing-key.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** What a valid token says. */
export interface VerifiedToken {
  readonly principal: Principal;
  readonly issuer: string;
  readonly expiresAt: Date;
}

/** Tells who sent a request. */
export interface TokenVerifier {
  /**
   * The principal of an `Authorization` value (`Bearer …`).
   *
   * @throws {Unauthenticated} for everything but a valid token
   * @throws {ServiceUnavailable} when the keys of the token's issuer cannot be fetched: whether it is valid nobody knows
   */
  verify(authorization: string | undefined): Promise<Principal>;
  /** As `verify`, with the token's issuer and end. @throws {Unauthenticated} @throws {ServiceUnavailable} */
  inspect(authorization: string | undefined): Promise<VerifiedToken>;
  /** Whether this token was accepted here before and has not expired since; a forged one never was. Checks no signature. */
  hasAccepted(authorization: string): boolean;
}

const longestToken = 8_192;
/** Keys can be withdrawn, so that a token is verified again now and then. */
const reuseMilliseconds = 60_000;
const remembered = 20_000;
const clockToleranceSeconds = 5;

/**
 * A verifier of ES256 tokens: signature, issuer, audience, `exp` and `sub` are required, every other algorithm (`none`
 * and HS* included) is refused. Needs nobody to be reachable as long as keys are given inline. Verifying a signature costs as
 * much as a small query: an accepted token is accepted again for a minute, or until it expires. `userIdOf` makes the id of a user
 * from the subject; without it, the subject is the id.
 */
export function createTokenVerifier(
  issuers: readonly TrustedIssuer[],
  audience: string | readonly string[],
  userIdOf: (subject: string) => string = (subject) => subject,
): TokenVerifier {
  const accepted = new Map(
    issuers.map((issuer) => [
      issuer.issuer,
      { keys: keyLookup(issuer), audience: issuer.audience ?? [audience].flat() },
    ]),
  );
  const known = new LRUCache<string, VerifiedToken>({
    max: remembered,
    ttl: reuseMilliseconds,
    noDeleteOnStaleGet: true,
  });
  const inspect: TokenVerifier['inspect'] = async (authorization) => {
    const token = bearerToken(authorization);
    const before = known.get(token);
    if (before && hasTime(before)) return before;
    const verified = await verify(token);
    known.set(token, verified);
    return verified;
  };
  const verify = async (token: string): Promise<VerifiedToken> => {
    try {
      const issuer = decodeJwt(token).iss ?? '';
      const trusted = accepted.get(issuer);
      if (!trusted) throw new Unauthenticated('The token has an unknown issuer.');
      const payload = await payloadOf(token, issuer, trusted);
      return { principal: principalOf(payload, userIdOf), issuer, expiresAt: new Date((payload.exp ?? 0) * 1_000) };
    } catch (error) {
      if (error instanceof ServiceUnavailable) throw error;
      known.delete(token);
      throw new Unauthenticated('The bearer token is invalid or has expired.', error);
    }
  };
  return {
    inspect,
    verify: async (authorization) => (await inspect(authorization)).principal,
    hasAccepted: (authorization) => {
      const token = tokenIn(authorization);
      const before = token === undefined ? undefined : known.peek(token, { allowStale: true });
      return before !== undefined && hasTime(before);
    },
  };
}

const hasTime = ({ expiresAt }: VerifiedToken): boolean => expiresAt.getTime() > Date.now();

async function payloadOf(
  token: string,
  issuer: string,
  trusted: { readonly keys: JWTVerifyGetKey; readonly audience: string | string[] },
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, trusted.keys, {
    algorithms: [signingAlgorithm],
    issuer,
    audience: trusted.audience,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: clockToleranceSeconds,
  });
  return payload;
}

function bearerToken(authorization: string | undefined): string {
  const token = tokenIn(authorization ?? '');
  if (token === undefined || token.length > longestToken) throw new Unauthenticated();
  return token;
}

const tokenIn = (authorization: string): string | undefined =>
  /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization)?.[1];

function principalOf(payload: JWTPayload, userIdOf: (subject: string) => string): Principal {
  const { sub, sid, scope } = payload as JWTPayload & { sid?: unknown; scope?: unknown };
  if (!sub) throw new Unauthenticated('The token names nobody.');
  if (sub === visitorSubject) return visitor;
  return {
    kind: 'user',
    userId: userIdOf(sub),
    ...(typeof sid === 'string' && { sessionId: sid }),
    scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [],
  };
}
