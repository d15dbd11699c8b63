import type { Message } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import { type Commit, commitId } from '../commits/commit.js';
import { isDuplicateKey } from '../commits/commit-store.js';

/**
 * Puts a command of an operator into the outbox of a service, as the only commit of a stream of its own: the sweep sends it,
 * over any broker, also when nothing of the service runs now. False: it is there already, and nothing changed.
 */
export async function askByHand(
  database: mongo.Db,
  request: { readonly stream: string; readonly command: Message; readonly correlationId: string; readonly by: string },
): Promise<boolean> {
  const { stream, command, correlationId, by } = request;
  const commit: Commit = {
    _id: commitId(stream, 1),
    messages: [{ ...command, id: stream }],
    cause: `operator:${by}`,
    context: { correlationId, actor: `operator:${by}` },
    at: new Date(),
    armed: 1,
    pending: 1,
    nextTryAt: new Date(0),
  };
  try {
    await database.collection<Commit>('commits').insertOne(commit, { writeConcern: { w: 'majority', journal: true } });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
