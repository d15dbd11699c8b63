import type { Principal } from '@ordergraph/service';

import type { IssuedPrincipal } from '../request-context.js';
import type { Requirement } from '../supergraph/authorization-rules.js';

/** Why this caller may not have what the requirement guards; undefined when they may. */
export function unmetRequirement(
  principal: Principal,
  requirement: Requirement,
): 'UNAUTHENTICATED' | 'FORBIDDEN' | undefined {
  if (principal.kind === 'visitor') return 'UNAUTHENTICATED';
  if (requirement.scopes.length === 0) return undefined;
  const isMet = requirement.scopes.some((all) => all.every((scope) => principal.scopes.includes(scope)));
  return isMet ? undefined : 'FORBIDDEN';
}

export const VISITOR_KEY = 'visitor';

/** One text per caller as far as rights and identity go: equal texts may share tokens and streams. */
export function principalKey(principal: IssuedPrincipal): string {
  if (principal.kind === 'visitor') return VISITOR_KEY;
  const { issuer, userId, sessionId, scopes } = principal;
  return JSON.stringify([issuer, userId, sessionId, scopes]);
}

/** One text per user, whichever session and rights they come with; undefined for a visitor. */
export function userKey(principal: IssuedPrincipal): string | undefined {
  return principal.kind === 'user' ? JSON.stringify([principal.issuer, principal.userId]) : undefined;
}
