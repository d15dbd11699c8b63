import type { ServiceParts } from '@ordergraph/service';
import { accountMutations } from './account-mutations.js';
import type { Users } from './context.js';
import { queries } from './queries.js';
import { sessionMutations } from './session-mutations.js';
import { user } from './user.js';

export const resolvers = (users: Users): ServiceParts['resolvers'] => ({
  Query: queries(users),
  Mutation: { ...accountMutations(users), ...sessionMutations(users) },
  User: user,
});
