import { GroupFlush, type Settled } from '@ordergraph/messaging';
import type { Collection } from 'mongoose';
import type { Operation } from './operation.js';

/** Inserts operations that arrive together in one write; each caller learns whether its own key was free. */
export const insertTogether = (operations: Collection<Operation>): GroupFlush<Operation, boolean> =>
  new GroupFlush(async (batch) => {
    try {
      await operations.insertMany([...batch], { ordered: false });
      return batch.map(() => ({ value: true }));
    } catch (error) {
      const taken = duplicatesIn(error);
      if (!taken) throw error;
      return batch.map((_, index): Settled<boolean> => ({ value: !taken.has(index) }));
    }
  });

/** Reads histories that are asked for together in one query, each in the order of its operations. */
export const readTogether = (operations: Collection<Operation>): GroupFlush<string, Operation[]> =>
  new GroupFlush(async (authorizationIds) => {
    const found = await operations
      .find({ authorizationId: { $in: [...new Set(authorizationIds)] } })
      .sort({ authorizationId: 1, sequence: 1 })
      .toArray();
    const histories = new Map<string, Operation[]>(authorizationIds.map((id) => [id, []]));
    for (const operation of found) histories.get(operation.authorizationId)?.push(operation);
    return authorizationIds.map((id) => ({ value: histories.get(id) ?? [] }));
  });

/** Indexes of the documents whose key was taken; undefined when anything else went wrong. */
function duplicatesIn(error: unknown): ReadonlySet<number> | undefined {
  if (typeof error !== 'object' || error === null || !('writeErrors' in error)) return undefined;
  const errors = [error.writeErrors].flat() as { readonly code: number; readonly index: number }[];
  const isDuplicates = errors.length > 0 && errors.every(({ code }) => code === 11_000);
  return isDuplicates ? new Set(errors.map(({ index }) => index)) : undefined;
}
