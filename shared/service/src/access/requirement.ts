import type { DirectiveNode } from 'graphql';
import { valueFromASTUntyped } from 'graphql';
import { Forbidden, Unauthenticated } from '../errors/errors.js';
import { hasScopes, type Principal } from '../identity/principal.js';

/**
 * What a field or type asks of a principal. Each entry of `scopes` is one `@requiresScopes` and must hold; it holds when
 * the principal has every scope of at least one of its inner lists.
 */
export interface Requirement {
  readonly authenticated: boolean;
  readonly scopes: readonly (readonly (readonly string[])[])[];
}

/** The requirement of the directives applied at one or several places; undefined when they ask for nothing. */
export function requirementOf(directives: readonly DirectiveNode[]): Requirement | undefined {
  const named = (name: string): DirectiveNode[] =>
    directives.filter(({ name: { value } }) => value === name || value === `federation__${name}`);
  if (named('policy').length > 0) throw new TypeError('@policy is not enforced here; use @requiresScopes');
  const scopes = named('requiresScopes').map(scopesOf);
  const authenticated = named('authenticated').length > 0;
  return authenticated || scopes.length > 0 ? { authenticated, scopes } : undefined;
}

/** The error a principal gets for a requirement it does not meet; undefined when it does. */
export function refusal(requirement: Requirement, principal: Principal): Error | undefined {
  if (principal.kind === 'visitor') return new Unauthenticated('Sign in to see this.');
  const unmet = requirement.scopes.find((anyOf) => !anyOf.some((all) => hasScopes(principal, ...all)));
  return unmet && new Forbidden(unmet);
}

function scopesOf(directive: DirectiveNode): string[][] {
  const argument = directive.arguments?.find(({ name }) => name.value === 'scopes');
  if (!argument) throw new TypeError('@requiresScopes without scopes');
  return valueFromASTUntyped(argument.value) as string[][];
}
