import type { mongo } from 'mongoose';
import type { CommitStore } from '../commits/commit-store.js';
import { crashPoint } from '../crash-points.js';
import { inBatches } from '../in-batches.js';
import type { ViewDefinition } from './view.js';
import type { ViewStore } from './view-store.js';

/** Which own views have been filled from this service's streams. */
interface BuiltView {
  readonly _id: string;
}

/** Fills own views that did not exist when their events were committed. Runs beside new commits: newer version wins. */
export async function fillNewViews(
  database: mongo.Db,
  store: CommitStore,
  views: ViewStore,
  definitions: readonly ViewDefinition[],
): Promise<void> {
  const built = database.collection<BuiltView>('builtViews');
  const done = new Set((await built.find().toArray()).map(({ _id }) => _id));
  const missing = definitions.filter(({ collection }) => !done.has(collection));
  if (missing.length === 0) return;
  const commits = store.collection.find({}, { sort: { _id: 1 } });
  await inBatches(commits, { size: commitsAtATime, work: (commit) => views.applyCommit(missing, commit) });
  crashPoint('before-views-built');
  await built.bulkWrite(
    missing.map(({ collection }) => ({
      updateOne: { filter: { _id: collection }, update: { $set: { builtAt: new Date() } }, upsert: true },
    })),
  );
}

const commitsAtATime = 500;
