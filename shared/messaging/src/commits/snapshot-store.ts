import type { mongo } from 'mongoose';
import { erasedPersonsIn } from '../erasure/erased-persons.js';
import type { Commit } from './commit.js';
import type { CommitStore } from './commit-store.js';
import { isTakenOf, type Snapshot, snapshotId, type Snapshots, type StreamRead } from './snapshot.js';

/**
 * The collection `snapshots` of one service, and which streams are known to have one: asking for those of short streams would
 * cost every load a query.
 */
export class SnapshotStore implements Snapshots {
  readonly #store: CommitStore;
  readonly #collection: mongo.Collection<Snapshot>;
  readonly #erased: ReturnType<typeof erasedPersonsIn>;
  readonly #known = new Set<string>();
  readonly #writing = new Set<Promise<unknown>>();

  constructor(database: mongo.Db, store: CommitStore) {
    this.#store = store;
    this.#collection = database.collection<Snapshot>('snapshots', { ignoreUndefined: true });
    this.#erased = erasedPersonsIn(database);
  }

  /** Learns which streams have a snapshot. */
  async open(): Promise<void> {
    const ids = this.#collection.find({}, { projection: { _id: 1 }, limit: knownAtMost });
    for await (const { _id } of ids) this.#remember(_id.stream);
  }

  /** The snapshot of a stream, valid or not. */
  async find(stream: string, evolveVersion: number | undefined): Promise<Snapshot | undefined> {
    if (evolveVersion === undefined || !this.#known.has(stream)) return undefined;
    return (await this.#collection.findOne({ _id: snapshotId(stream, evolveVersion) })) ?? undefined;
  }

  async read(stream: string, evolveVersion: number): Promise<StreamRead | undefined> {
    const snapshot = await this.find(stream, evolveVersion);
    if (!snapshot) return undefined;
    const commits = await this.#store.readFrom(stream, snapshot.version);
    return isTakenOf(snapshot, commits) ? { snapshot, commits } : undefined;
  }

  caused(stream: string, cause: string): Promise<Commit | undefined> {
    return this.#store.caused(stream, cause);
  }

  /** Failing costs nothing but a longer read. */
  keep(commit: Commit, evolveVersion: number, state: unknown): void {
    const { stream, version } = commit._id;
    const snapshot: Snapshot = { _id: snapshotId(stream, evolveVersion), version, cause: commit.cause, state };
    const written = this.#write(snapshot).catch(() => undefined);
    this.#writing.add(written);
    void written.finally(() => this.#writing.delete(written));
  }

  /** Forgets what was kept of a stream. */
  async discard(stream: string): Promise<void> {
    await this.#collection.deleteMany({ _id: idsBelow(stream, Number.MAX_SAFE_INTEGER) });
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await Promise.all(this.#writing);
  }

  /** The release before may still read its own: older ones are of no use any more. */
  async #write(snapshot: Snapshot): Promise<void> {
    const { stream, evolveVersion } = snapshot._id;
    await this.#collection.replaceOne({ _id: snapshot._id }, snapshot, { upsert: true });
    // Whoever erased the person meanwhile has discarded what was there before this one.
    if (await this.#erased.findOne({ streams: stream })) return this.discard(stream);
    this.#remember(stream);
    await this.#collection.deleteMany({ _id: idsBelow(stream, evolveVersion - 1) });
  }

  #remember(stream: string): void {
    this.#known.delete(stream);
    this.#known.add(stream);
    const [oldest] = this.#known;
    if (this.#known.size > knownAtMost && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Streams remembered; the others are read whole. */
const knownAtMost = 10_000;

/** Snapshots of a stream by versions of `evolve` below this one. */
const idsBelow = (stream: string, evolveVersion: number): mongo.Condition<Snapshot['_id']> => ({
  $gte: snapshotId(stream, 0),
  $lt: snapshotId(stream, evolveVersion),
});
