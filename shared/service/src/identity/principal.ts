/** Who asks: nobody in particular, or a signed-in user with what the token allows. */
export type Principal =
  | { readonly kind: 'visitor' }
  | { readonly kind: 'user'; readonly userId: string; readonly sessionId?: string; readonly scopes: readonly string[] };

/** Somebody who is not signed in. */
export const visitor: Principal = { kind: 'visitor' };

/** A token's `sub` for a visitor: the gateway vouches that nobody is signed in. */
export const visitorSubject = 'visitor';

/** Whether the principal has every one of the scopes; a visitor has none. */
export function hasScopes(principal: Principal, ...scopes: readonly string[]): boolean {
  return principal.kind === 'user' && scopes.every((scope) => principal.scopes.includes(scope));
}

/** How commits, messages and logs name the principal: `user:<id>` or `visitor`. */
export const actorOf = (principal: Principal): string =>
  principal.kind === 'user' ? `user:${principal.userId}` : visitorSubject;
