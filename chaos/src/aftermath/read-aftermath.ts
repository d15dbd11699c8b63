import { reconcile } from '@ordergraph/reconcile';
import type { Aftermath, ProviderBooks } from '../history/aftermath.js';
import type { Stage } from '../platform/stage.js';
import type { Client } from '../workload/client.js';
import type { Databases } from './databases.js';
import { readDeadLetters } from './dead-letters.js';
import { inGroups } from './in-groups.js';
import { readBooks } from './provider-books.js';
import { readShown } from './shown-orders.js';

/** Looks at everything once the run is over: the databases, the provider, the broker, and what customers are shown. */
export async function readAftermath(options: {
  readonly stage: Stage;
  readonly databases: Databases;
  readonly customers: readonly Client[];
  readonly patience: AbortSignal;
}): Promise<Aftermath> {
  const { stage, databases, customers, patience } = options;
  const { servers, namespace, provider } = stage;
  const orders = await databases.orders();
  const books = new Map<string, ProviderBooks>();
  await inGroups(orders, async ({ id }) => void books.set(id, await readBooks(provider, id)));
  return {
    orders,
    books,
    shown: await readShown(orders, customers, patience),
    stock: await databases.stock(),
    deadLetters: await readDeadLetters(servers.rabbit.urls.join(','), namespace),
    unpublished: await databases.unpublished(),
    // Its dead letters are held against the poison that was planted.
    reconciled: await reconcile({ mongodbUri: servers.mongo.uri, namespace }),
  };
}
