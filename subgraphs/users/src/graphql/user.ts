import { hasScopes } from '@ordergraph/service';
import type { UsersContext } from './context.js';

/** Visible to the user and to operators; for anyone else there is nobody. */
export const user = {
  __resolveReference({ id }: { readonly id: string }, { principal, user }: UsersContext) {
    const isSelf = principal.kind === 'user' && principal.userId === id;
    return isSelf || hasScopes(principal, 'users:read') ? user.load(id) : undefined;
  },
};
