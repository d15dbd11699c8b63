import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { Commit, CommitId } from './commit.js';

/** Unsets `pending` of a batch of commits: one update for all that were armed equally often. */
export async function markPublished(
  collection: mongo.Collection<Commit>,
  commits: readonly Commit[],
): Promise<{ value: undefined }[]> {
  const byArming = new Map<number, CommitId[]>();
  for (const { _id, pending = 0 } of commits) {
    const ids = byArming.get(pending);
    if (ids) ids.push(_id);
    else byArming.set(pending, [_id]);
  }
  await Promise.all(
    [...byArming].map(([pending, ids]) =>
      collection.updateMany({ _id: { $in: ids }, pending }, { $unset: { pending: '', nextTryAt: '' } }),
    ),
  );
  return commits.map(() => ({ value: undefined }));
}

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
