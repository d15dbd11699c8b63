import type { mongo } from 'mongoose';
import type { Commit, CommitId } from './commit.js';
import type { Wake } from './port.js';

export const findDue = (collection: mongo.Collection<Commit>, now: Date, limit: number): Promise<readonly Commit[]> =>
  collection.find({ dueAt: { $lte: now } }, { sort: { dueAt: 1 }, limit }).toArray();

export async function dropWakes(collection: mongo.Collection<Commit>, ids: readonly CommitId[]): Promise<void> {
  await collection.updateMany({ _id: { $in: ids } }, { $unset: { dueAt: '' } });
}

export async function setWake(
  collection: mongo.Collection<Commit>,
  { _id, dueAt }: Commit,
  next: Wake | undefined,
): Promise<boolean> {
  const { modifiedCount } = await collection.updateOne(
    { _id, ...(dueAt && { dueAt }) },
    next ? { $set: { ...next } } : { $unset: { dueAt: '' } },
  );
  return modifiedCount > 0;
}
