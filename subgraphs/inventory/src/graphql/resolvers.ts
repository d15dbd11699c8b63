import type { ServiceParts } from '@ordergraph/service';
import type { Inventory } from './context.js';
import { mutations } from './mutations.js';
import { product } from './product.js';
import { queries } from './queries.js';
import { subscriptions } from './subscriptions.js';

export const resolvers = (inventory: Inventory): ServiceParts['resolvers'] => ({
  Query: queries(inventory),
  Mutation: mutations(inventory),
  Product: product(inventory),
  Subscription: subscriptions(inventory),
});
