import type { Commit } from '../../commits/commit.js';
import type { CommitStore } from '../../commits/commit-store.js';
import { inBatches } from '../../in-batches.js';
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
  const commits = store.collection.find<Commit>({}, { sort: { _id: 1 } });
  const work = (commit: Commit): Promise<void> => views.fill(collection, view, commit);
  await inBatches(commits, { size: commitsAtATime, work, between: goOn });
}

const commitsAtATime = 500;
