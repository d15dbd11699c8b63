import type { mongo } from 'mongoose';
import type { Commit, CommitId } from '../commits/commit.js';

/**
 * Makes a commit pending again, so that its messages are sent once more; returns it as armed now. Arming counts up, so a
 * mark of an earlier publication that arrives late does not clear this one.
 */
export async function rearm(
  collection: mongo.Collection<Commit>,
  id: CommitId,
  nextTryAt: Date,
): Promise<Commit | undefined> {
  const armedAgain = await collection.findOneAndUpdate(
    { _id: id },
    [{ $set: { armed: { $add: ['$armed', 1] }, pending: { $add: ['$armed', 1] }, nextTryAt } }],
    { returnDocument: 'after' },
  );
  return armedAgain ?? undefined;
}
