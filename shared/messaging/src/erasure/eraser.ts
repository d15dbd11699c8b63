import type { ContractRegistry } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Commit } from '../commits/commit.js';
import type { CommitStore } from '../commits/commit-store.js';
import type { RecentStreams } from '../commits/recent-streams.js';
import type { SnapshotStore } from '../commits/snapshot-store.js';
import { type ErasedPerson, erasedPersonsIn } from './erased-persons.js';
import { pathsTo } from './personal-fields.js';

export interface EraserOptions {
  readonly database: mongo.Db;
  readonly store: CommitStore;
  readonly snapshots: SnapshotStore;
  readonly recent: RecentStreams;
  readonly registry: ContractRegistry;
}

/**
 * Makes one service forget a person. The tombstone is written first: what comes from then on is blanked when it comes. Then
 * what is there is blanked; dying in between, or erasing again, repeats it and changes nothing more. Views need no hand: the
 * erasure is the newest version of the person's own stream, and its row is blank.
 */
export class Eraser {
  readonly #options: EraserOptions;
  readonly #tombstones: mongo.Collection<ErasedPerson>;

  constructor(options: EraserOptions) {
    this.#options = options;
    this.#tombstones = erasedPersonsIn(options.database);
  }

  /** Also makes the collection, which tells that this service holds what is personal. */
  async createIndexes(): Promise<void> {
    await this.#tombstones.createIndexes([{ key: { streams: 1 } }]);
  }

  /** Forgets a person, to whom these streams of the service belong. */
  async erase(person: string, streams: readonly string[]): Promise<void> {
    const { snapshots, recent } = this.#options;
    const begun = { $setOnInsert: { at: new Date() }, $set: { streams } };
    await this.#tombstones.updateOne({ _id: person }, begun, { upsert: true });
    for (const stream of streams) {
      await this.#blank(stream);
      await snapshots.discard(stream);
      recent.forget(stream);
    }
    await this.#tombstones.updateOne({ _id: person }, { $set: { doneAt: new Date() } });
  }

  /** In place, field by field: whoever blanks secrets in the same commit at the same time is not undone. */
  async #blank(stream: string): Promise<void> {
    const { store, registry } = this.#options;
    const writes = (await store.read(stream)).flatMap((commit) => {
      const paths = personalPaths(commit, registry);
      if (paths.length === 0) return [];
      const blank = Object.fromEntries(paths.map((path) => [path, '']));
      // The hash of an input would let whoever guesses it know that the guess is right.
      return [{ updateOne: { filter: { _id: commit._id }, update: { $set: blank, $unset: { inputHash: '' } } } }];
    });
    if (writes.length > 0) await store.collection.bulkWrite(writes as mongo.AnyBulkWriteOperation<Commit>[]);
  }
}

/** Where a commit says what is personal. */
export function personalPaths({ messages, state }: Commit, registry: ContractRegistry): string[] {
  const personal = messages.map(({ type }) => registry.find(type)?.personal ?? []);
  return [
    ...messages.flatMap(({ data }, index) => pathsTo(personal[index] ?? [], data, `messages.${index}.data`)),
    ...pathsTo(personal.flat(), state, 'state'),
  ];
}
