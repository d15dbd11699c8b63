import type { Principal } from '@ordergraph/service';

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

/** One text per caller as far as rights and identity go: equal texts may share tokens and streams. Two issuers may know others by one id. */
export function principalKey(principal: Principal, issuer: string): string {
  if (principal.kind === 'visitor') return VISITOR_KEY;
  return JSON.stringify([issuer, principal.userId, principal.sessionId, principal.scopes]);
}
