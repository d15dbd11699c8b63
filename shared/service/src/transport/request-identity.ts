import type { TokenVerifier, VerifiedToken } from '../identity/token-verifier.js';
import { correlationOf } from '../logging/correlation.js';
import { deadlineOf } from './deadline.js';
import type { RequestContext } from './request-context.js';

/** Where a request says who sent it and what it belongs to: HTTP headers, or the extensions of a `subscribe` message. */
export interface RequestClaims {
  readonly authorization?: unknown;
  readonly correlationId?: unknown;
  readonly traceparent?: unknown;
  /** How long the caller waits. */
  readonly timeoutMilliseconds?: unknown;
}

/** The context of a request. @throws {Unauthenticated} without a valid token, its own or that of its connection */
export async function identifyRequest(
  claims: RequestClaims,
  verifier: TokenVerifier,
  connection?: VerifiedToken,
): Promise<RequestContext> {
  const { authorization } = claims;
  const principal =
    authorization === undefined && connection
      ? connection.principal
      : await verifier.verify(typeof authorization === 'string' ? authorization : undefined);
  return { ...correlationOf(claims), ...deadlineOf(claims.timeoutMilliseconds), principal };
}
