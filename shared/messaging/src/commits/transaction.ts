import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';

/**
 * Runs `work` in a transaction (snapshot, majority) until it commits. Write conflicts and other transient errors run it
 * again with jitter; a commit of unknown outcome is committed again, which is idempotent; anything else aborts and throws.
 */
export async function runTransaction<Result>(
  client: mongo.MongoClient,
  work: (session: mongo.ClientSession) => Promise<Result>,
): Promise<Result> {
  const deadline = Date.now() + giveUpAfterMilliseconds;
  for (let tries = 0; ; tries++) {
    const session = client.startSession();
    try {
      session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', j: true } });
      const result = await work(session);
      await commit(session, deadline);
      return result;
    } catch (error) {
      if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
      if (!hasLabel(error, 'TransientTransactionError') || Date.now() > deadline) throw error;
    } finally {
      await session.endSession();
    }
    await sleep(Math.random() * Math.min(5 * 2 ** tries, 250));
  }
}

const giveUpAfterMilliseconds = 30_000;

async function commit(session: mongo.ClientSession, deadline: number): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!hasLabel(error, 'UnknownTransactionCommitResult') || Date.now() > deadline) throw error;
    }
  }
}

const hasLabel = (error: unknown, label: string): boolean =>
  (error as { hasErrorLabel?: (label: string) => boolean }).hasErrorLabel?.(label) === true;
