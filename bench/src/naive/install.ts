/**
 * The yardstick: the same platform with its messaging as it is usually written. Loaded before the platform (`--import`), it
 * replaces what makes the difference and nothing else:
 *
 * - every step is a transaction of its own, of the commit and an outbox row, many at the same time;
 * - every stream is read anew, by a query of its own;
 * - what needs a guard (stock) is one transaction after the other;
 * - commits are published one after the other, each one's confirms awaited; then its outbox row is deleted and it is marked.
 */
import type { Commit } from '@ordergraph/messaging';
import type { mongo } from 'mongoose';
import { inTurn } from './in-turn.js';
import { loadInternals } from './internals.js';

const { CommitStore, CommitConflict, GuardedCommits, Publisher, RecentStreams } = await loadInternals();

const outboxOf = ({ db }: mongo.Collection<Commit>) => db.collection<Pick<Commit, '_id' | 'messages'>>('outbox');

CommitStore.prototype.append = async function (commit) {
  const { collection } = this;
  const session = collection.db.client.startSession();
  try {
    await session.withTransaction(async () => {
      await collection.insertOne(commit, { session });
      if (commit.pending !== undefined) {
        await outboxOf(collection).insertOne({ _id: commit._id, messages: commit.messages }, { session });
      }
    });
    return commit;
  } catch (error) {
    throw (error as { code?: unknown }).code === 11_000 ? new CommitConflict() : error;
  } finally {
    await session.endSession();
  }
};

CommitStore.prototype.read = function (stream) {
  const filter = { '_id.stream': stream } as mongo.Filter<Commit>;
  return this.collection.find(filter, { sort: { '_id.stream': 1, '_id.version': 1 } }).toArray();
};

CommitStore.prototype.markPublished = async function ({ _id, pending }) {
  await outboxOf(this.collection).deleteOne({ _id });
  if (pending !== undefined) {
    await this.collection.updateOne({ _id, pending }, { $unset: { pending: '', nextTryAt: '' } });
  }
};

RecentStreams.prototype.get = () => undefined;
GuardedCommits.prototype.execute = inTurn(GuardedCommits.prototype.execute);
Publisher.prototype.publish = inTurn(Publisher.prototype.publish);
