import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { ServiceUnavailable } from '../errors/errors.js';
import type { TrustedIssuer } from './trusted-issuer.js';

const fetchTimeoutMilliseconds = 2_000;
/** After a failed fetch the address is left alone for so long: tokens with invented key ids must not become requests. */
const pauseAfterFailureMilliseconds = 5_000;

/**
 * Finds the public key of a token: inline keys first, then those at `jwksUri`, fetched when an unknown key id is met
 * and again when ten minutes old. While the address does not answer with keys, nobody can say whether a key it may have is
 * good: what is found then is `ServiceUnavailable`, one for each failed fetch.
 */
export function keyLookup({ jwks, jwksUri }: TrustedIssuer): JWTVerifyGetKey {
  const inline: JWTVerifyGetKey = jwks ? createLocalJWKSet(jwks) : refuse;
  const remote: JWTVerifyGetKey = jwksUri === undefined ? refuse : remoteKeys(new URL(jwksUri));
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

/** It is the fetch that pauses: keys that are there and not too old go on being found. */
function remoteKeys(address: URL): JWTVerifyGetKey {
  let failure: ServiceUnavailable | undefined;
  let reason: unknown;
  let pausedUntil = 0;
  const lookup = createRemoteJWKSet(address, {
    timeoutDuration: fetchTimeoutMilliseconds,
    [customFetch]: (url, options) =>
      failure && Date.now() < pausedUntil ? Promise.reject(failure) : fetch(url, options),
  });
  return (header, token) =>
    lookup(header, token).catch((error: unknown) => {
      if (isOfToken(error)) throw error;
      if (failure && (error === failure || error === reason)) throw failure;
      reason = error;
      pausedUntil = Date.now() + pauseAfterFailureMilliseconds;
      const cause = new Error(`No keys were fetched from ${address.origin}${address.pathname}.`, { cause: error });
      throw (failure = new ServiceUnavailable('The token cannot be checked at the moment.', cause));
    });
}

/** Whether there were keys, and none of them, or not one of them, is meant. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
