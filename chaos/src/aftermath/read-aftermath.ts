import { reconcile } from '@ordergraph/reconcile';
import type { Aftermath, ProviderBooks } from '../history/aftermath.js';
import type { Stage } from '../platform/stage.js';
import type { Shop } from '../workload/shop.js';
import type { Databases } from './databases.js';
import { readDeadLetters, toDeadLetter } from './dead-letters.js';
import { inGroups } from './in-groups.js';
import { readBooks } from './provider-books.js';
import { readShown } from './shown-orders.js';
import { tracesOf } from './traces.js';

/** Looks at everything once the run is over: the databases, the provider, the broker, and what customers are shown. */
export async function readAftermath(options: {
  readonly stage: Stage;
  readonly databases: Databases;
  readonly shop: Shop;
  readonly patience: AbortSignal;
}): Promise<Aftermath> {
  const { stage, databases, shop, patience } = options;
  const { servers, namespace, provider, history } = stage;
  const orders = await databases.orders();
  const books = new Map<string, ProviderBooks>();
  await inGroups(orders, async ({ id }) => void books.set(id, await readBooks(provider, id)));
  const deadLetters = await readDeadLetters(stage);
  return {
    orders,
    books,
    shown: await readShown(orders, shop, patience),
    stock: await databases.stock(),
    deadLetters: deadLetters.map(toDeadLetter),
    unpublished: await databases.unpublished(),
    rebuilding: await databases.rebuilding(),
    remembered: await databases.remembered(history.passers.map(({ id }) => id)),
    traces: await tracesOf(stage, deadLetters),
    // Its dead letters are held against the poison that was planted.
    reconciled: await reconcile({ mongodbUri: servers.mongo.uri, namespace }),
  };
}
