import type { ContractRegistry } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Commit } from '../commits/commit.js';
import type { Received } from '../consuming/definitions.js';
import { GroupFlush } from '../group-flush.js';
import { rowOf, rowsOf } from './rows.js';
import { RebuildWatch } from './rebuild/rebuild-watch.js';
import type { ViewDefinition, ViewRow } from './view.js';

/** Writes rows of views, newer version wins, in grouped writes. */
export class ViewStore {
  readonly #flushes = new Map<string, GroupFlush<ViewRow, undefined>>();
  readonly #database: mongo.Db;
  readonly #registry: ContractRegistry;

  readonly #underRebuild: RebuildWatch;

  constructor(database: mongo.Db, registry: ContractRegistry) {
    this.#database = database;
    this.#registry = registry;
    this.#underRebuild = new RebuildWatch(database);
  }

  /** Applies the events and facts of a commit to views of this service's own streams. Resolves when the rows are durable. */
  async applyCommit(views: readonly ViewDefinition[], commit: Commit): Promise<void> {
    const writes = views.flatMap((view) =>
      rowsOf(view, commit, this.#registry).map((row) => this.#show(view.collection, row)),
    );
    await Promise.all(writes);
  }

  /** Applies one event. Nothing happens when the view does not know its type, or shows a newer version already. */
  async apply(view: ViewDefinition, event: Received<never, never>): Promise<void> {
    const row = rowOf(view, event);
    if (row) await this.#show(view.collection, row);
  }

  /** As `applyCommit`, into a collection that is not shown yet. */
  async fill(collection: string, view: ViewDefinition, commit: Commit): Promise<void> {
    await Promise.all(rowsOf(view, commit, this.#registry).map((row) => this.#flushOf(collection).add(row)));
  }

  /** As `apply`, into a collection that is not shown yet. */
  async fillFrom(collection: string, view: ViewDefinition, event: Received<never, never>): Promise<void> {
    const row = rowOf(view, event);
    if (row) await this.#flushOf(collection).add(row);
  }

  /** Forgets a collection that was filled. */
  filled(collection: string): void {
    this.#flushes.delete(collection);
  }

  /** What takes the view's place soon has the row first: whoever has read it never finds an older one there. */
  async #show(collection: string, row: ViewRow): Promise<void> {
    const successor = await this.#underRebuild.successorOf(collection);
    if (successor !== undefined) await this.#flushOf(successor).add(row);
    await this.#flushOf(collection).add(row);
  }

  idle(): Promise<unknown> {
    return Promise.all([...this.#flushes.values()].map((flush) => flush.idle()));
  }

  #flushOf(collection: string): GroupFlush<ViewRow, undefined> {
    let flush = this.#flushes.get(collection);
    if (!flush) {
      const rows = this.#database.collection<ViewRow>(collection, { ignoreUndefined: true });
      flush = new GroupFlush((batch) => writeNewest(rows, batch), { maximumBatch: 1_000 });
      this.#flushes.set(collection, flush);
    }
    return flush;
  }
}

/**
 * One pipeline upsert per row on `_id` alone: a filter on the version with `upsert` loses updates under concurrency, because
 * a duplicate key there can also mean that an older row was being inserted.
 */
async function writeNewest(
  collection: mongo.Collection<ViewRow>,
  rows: readonly ViewRow[],
): Promise<{ value: undefined }[]> {
  const writes = newestOf(rows).map((row) => ({
    updateOne: {
      filter: { _id: row._id },
      update: [
        {
          $replaceWith: {
            $cond: [{ $lt: [{ $ifNull: ['$version', -1] }, row.version] }, { $literal: row }, '$$ROOT'],
          },
        },
      ],
      upsert: true,
    },
  }));
  await untilItStands(() => collection.bulkWrite(writes, { ordered: false }));
  return rows.map(() => ({ value: undefined }));
}

/** A view may be renamed over while it is written; its rows then go where they belong. */
async function untilItStands(write: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== QUERY_PLAN_KILLED) throw error;
    }
  }
}

/** MongoDB's code for an operation whose collection was dropped meanwhile. */
const QUERY_PLAN_KILLED = 175;

/** Of several rows of one entity in a batch only the newest is worth writing. */
function newestOf(rows: readonly ViewRow[]): ViewRow[] {
  const newest = new Map<string, ViewRow>();
  for (const row of rows) {
    const other = newest.get(row._id);
    if (!other || other.version < row.version) newest.set(row._id, row);
  }
  return [...newest.values()];
}
