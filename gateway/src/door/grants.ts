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

/** One text per caller as far as rights and identity go: equal texts may share tokens and streams. */
export function principalKey(principal: Principal): string {
  if (principal.kind === 'visitor') return 'visitor';
  return JSON.stringify([principal.userId, principal.sessionId, principal.scopes]);
}
