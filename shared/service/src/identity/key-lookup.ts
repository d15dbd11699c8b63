import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { TrustedIssuer } from './trusted-issuer.js';

const fetchTimeoutMilliseconds = 2_000;
/** After a failed fetch the address is left alone for so long: tokens with invented key ids must not become requests. */
const pauseAfterFailureMilliseconds = 5_000;

/**
 * Finds the public key of a token: inline keys first, then those at `jwksUri`, fetched when an unknown key id is met
 * and again when ten minutes old. An unreachable address is the same as an unknown key.
 */
export function keyLookup({ jwks, jwksUri }: TrustedIssuer): JWTVerifyGetKey {
  const inline: JWTVerifyGetKey = jwks ? createLocalJWKSet(jwks) : refuse;
  const remote: JWTVerifyGetKey =
    jwksUri === undefined
      ? refuse
      : pausing(
          createRemoteJWKSet(new URL(jwksUri), {
            timeoutDuration: fetchTimeoutMilliseconds,
          }),
        );
  return async (header, token) => {
    try {
      return await inline(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return remote(header, token);
      throw error;
    }
  };
}

const refuse: JWTVerifyGetKey = () => Promise.reject(new errors.JWKSNoMatchingKey());

function pausing(lookup: JWTVerifyGetKey): JWTVerifyGetKey {
  let pausedUntil = 0;
  return async (header, token) => {
    if (Date.now() < pausedUntil) throw new errors.JWKSNoMatchingKey();
    try {
      return await lookup(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) pausedUntil = Date.now() + pauseAfterFailureMilliseconds;
      throw error;
    }
  };
}
