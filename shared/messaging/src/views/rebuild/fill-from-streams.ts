import type { Commit } from '../../commits/commit.js';
import type { CommitStore } from '../../commits/commit-store.js';
import type { ViewDefinition } from '../view.js';
import type { ViewStore } from '../view-store.js';

export interface Filling {
  readonly view: ViewDefinition;
  /** The collection to fill. */
  readonly collection: string;
  readonly views: ViewStore;
  readonly store: CommitStore;
  /** Called now and then; throws to end it. */
  readonly goOn: () => Promise<void>;
}

/** Fills a collection with what a service's own streams say, from the first commit on. */
export async function fillFromStreams({ view, collection, views, store, goOn }: Filling): Promise<void> {
  let batch: Promise<void>[] = [];
  for await (const commit of store.collection.find<Commit>({}, { sort: { _id: 1 } })) {
    batch.push(views.fill(collection, view, commit));
    if (batch.length < batchSize) continue;
    await Promise.all(batch);
    batch = [];
    await goOn();
  }
  await Promise.all(batch);
}

const batchSize = 500;
