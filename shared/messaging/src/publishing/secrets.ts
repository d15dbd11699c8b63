import type { ContractRegistry } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Commit } from '../commits/commit.js';
import type { CommitStore } from '../commits/commit-store.js';

/** Blanks the secret fields of every message of a stream, in place: they have served. Repeating it changes nothing. */
export async function blankSecrets(store: CommitStore, stream: string, registry: ContractRegistry): Promise<void> {
  const writes = (await store.read(stream)).flatMap((commit) => blankingOf(commit, registry));
  if (writes.length > 0) await store.collection.bulkWrite(writes);
}

function blankingOf(commit: Commit, registry: ContractRegistry): mongo.AnyBulkWriteOperation<Commit>[] {
  const fields = commit.messages.flatMap(({ type, data }, index) =>
    (registry.find(type)?.secret ?? [])
      .filter((field) => (data as Record<string, unknown>)[field] !== '')
      .map((field) => [`messages.${index}.data.${field}`, ''] as const),
  );
  if (fields.length === 0) return [];
  return [{ updateOne: { filter: { _id: commit._id }, update: { $set: Object.fromEntries(fields) } } }];
}
