import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { Commit, CommitId } from './commit.js';

export interface PublishedMark {
  readonly commit: Commit;
  readonly isSuperseded: boolean;
}

/** Unsets `pending` of a batch of commits: one update for all that were armed equally often. */
export async function markPublished(
  collection: mongo.Collection<Commit>,
  marks: readonly PublishedMark[],
): Promise<{ value: undefined }[]> {
  const groups = new Map<string, PublishedMark[]>();
  for (const mark of marks) {
    const key = `${mark.commit.pending}/${mark.isSuperseded}`;
    const group = groups.get(key);
    if (group) group.push(mark);
    else groups.set(key, [mark]);
  }
  const writes = [...groups.values()].map((group) => markAlike(collection, group));
  await Promise.all(writes);
  return marks.map(() => ({ value: undefined }));
}

async function markAlike(collection: mongo.Collection<Commit>, marks: readonly PublishedMark[]): Promise<void> {
  const [first] = marks;
  if (first?.commit.pending === undefined) return;
  const filter = { _id: { $in: marks.map(({ commit }) => commit._id) }, pending: first.commit.pending };
  await collection.updateMany(filter, { $unset: first.isSuperseded ? unsetIn.superseded : unsetIn.newest });
}

const unsetIn = {
  newest: { pending: '', nextTryAt: '' },
  superseded: { pending: '', nextTryAt: '', dueAt: '' },
} as const;

/** Arming counts up, so a mark of an earlier publication that arrives late does not clear this one. */
export async function arm(
  collection: mongo.Collection<Commit>,
  id: CommitId,
  nextTryAt: Date,
): Promise<Commit | undefined> {
  const armed = await collection.findOneAndUpdate(
    { _id: id },
    [{ $set: { armed: { $add: ['$armed', 1] }, pending: { $add: ['$armed', 1] }, nextTryAt } }],
    { returnDocument: 'after' },
  );
  return armed ?? undefined;
}

/** Any replica may take any commit, by a conditional update; the next to look finds it after 10 s, then at doubling intervals. */
export async function takeOverdue(
  collection: mongo.Collection<Commit>,
  now: Date,
  limit: number,
): Promise<readonly Commit[]> {
  const overdue = { pending: { $gt: 0 }, nextTryAt: { $lte: now } };
  const found = await collection.find(overdue, { projection: { _id: 1 }, sort: { nextTryAt: 1 }, limit }).toArray();
  if (found.length === 0) return [];
  const ids = found.map(({ _id }) => _id);
  const sweptBy = randomUUID();
  await collection.updateMany({ _id: { $in: ids }, ...overdue }, [
    { $set: { sweptBy, sweeps: { $add: [{ $ifNull: ['$sweeps', 0] }, 1] } } },
    { $set: { nextTryAt: { $add: [now, { $min: [{ $multiply: [{ $pow: [2, '$sweeps'] }, 5_000] }, 60_000] }] } } },
  ]);
  return collection.find({ _id: { $in: ids }, sweptBy, pending: { $gt: 0 } }).toArray();
}
