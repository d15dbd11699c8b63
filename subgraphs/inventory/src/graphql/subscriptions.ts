import { mapIterable } from '@ordergraph/messaging';
import type { SubscriptionEvent } from '@ordergraph/service';
import type { Inventory } from './context.js';

export const subscriptions = ({ revision }: Pick<Inventory, 'revision'>) => ({
  catalogueRevision: {
    subscribe: () => mapIterable(revision.watch(), (catalogueRevision): SubscriptionEvent => ({ catalogueRevision })),
  },
});
