import { type PageArguments, readSearch } from '@ordergraph/service';
import { findUsers } from '../views/find-users.js';
import type { Users, UsersContext } from './context.js';

interface UsersArguments extends PageArguments {
  readonly search?: string | null;
}

export const queries = ({ views }: Users) => ({
  me: (_: unknown, __: unknown, { principal, user }: UsersContext) =>
    principal.kind === 'user' ? user.load(principal.userId) : undefined,

  user: (_: unknown, { id }: { readonly id: string }, { user }: UsersContext) => user.load(id),

  users: (_: unknown, { search, ...page }: UsersArguments) => findUsers(views, readSearch(search), page),
});
