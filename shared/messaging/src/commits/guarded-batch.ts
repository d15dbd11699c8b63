import type { mongo } from 'mongoose';
import { crashPoint } from '../crash-points.js';
import type { Commit } from './commit.js';
import { commitsFrom } from './commit-store.js';
import type { GuardChange, GuardKey, GuardReader } from './execution.js';
import { isTakenOf, type Snapshot, type StreamRead } from './snapshot.js';

/** A guard as stored: its value beside a revision of its own, since several streams move it. */
interface GuardDocument {
  readonly _id: string;
  readonly revision: number;
  readonly value: object;
}

/** A stream that a batch needs: whole, or on top of a snapshot, with what these causes made before that. */
export interface StreamNeeded {
  readonly stream: string;
  readonly snapshot: Snapshot | undefined;
  readonly cause: string;
}

/** A stream as the transaction read it. */
interface StreamInBatch extends StreamRead {
  /** Those before the snapshot that a cause of the batch made. */
  readonly earlier: readonly Commit[];
  readonly commits: Commit[];
}

/**
 * The streams and guards of one transaction, read together, changed in memory by one decision after the other (each sees
 * what those before it did), and written together.
 */
export class GuardedBatch implements GuardReader {
  readonly #database: mongo.Db;
  readonly #session: mongo.ClientSession;
  readonly #streams = new Map<string, StreamInBatch>();
  readonly #guards = new Map<string, { readonly stored: GuardDocument | undefined; value: object | undefined }>();
  readonly #recorded: Commit[] = [];
  readonly #changed = new Set<GuardKey>();

  private constructor(database: mongo.Db, session: mongo.ClientSession) {
    this.#database = database;
    this.#session = session;
  }

  static async read(
    database: mongo.Db,
    session: mongo.ClientSession,
    needed: { readonly streams: readonly StreamNeeded[]; readonly guards: readonly GuardKey[] },
  ): Promise<GuardedBatch> {
    const batch = new GuardedBatch(database, session);
    await batch.#readStreams(needed.streams);
    for (const [collection, ids] of idsByCollection(needed.guards)) await batch.#readGuards(collection, [...ids]);
    return batch;
  }

  stream(name: string): StreamInBatch {
    return this.#streams.get(name) ?? { earlier: [], commits: [] };
  }

  get<Value extends object>(collection: string, id: string): Value | undefined {
    const guard = this.#guards.get(guardName(collection, id));
    if (!guard) throw new TypeError(`the guard ${collection}/${id} was not named in \`guards\``);
    return guard.value as Value | undefined;
  }

  record(commit: Commit, changes: readonly GuardChange[]): void {
    this.#recorded.push(commit);
    this.#streams.get(commit._id.stream)?.commits.push(commit);
    for (const { collection, id, value } of changes) {
      const guard = this.#guards.get(guardName(collection, id));
      if (!guard) throw new TypeError(`the guard ${collection}/${id} was not named in \`guards\``);
      guard.value = value;
      this.#changed.add({ collection, id });
    }
  }

  async write(): Promise<void> {
    const session = this.#session;
    for (const [collection, ids] of idsByCollection([...this.#changed])) {
      const writes = [...ids].map((id) => this.#writeOf(collection, id)).filter((write) => write !== undefined);
      if (writes.length > 0) await this.#guardCollection(collection).bulkWrite(writes, { session });
    }
    if (this.#recorded.length === 0) return;
    const commits = this.#database.collection<Commit>('commits', { ignoreUndefined: true });
    await commits.insertMany(this.#recorded, { session });
    crashPoint('before-guarded-commit');
  }

  #writeOf(collection: string, id: string): mongo.AnyBulkWriteOperation<GuardDocument> | undefined {
    const guard = this.#guards.get(guardName(collection, id));
    if (!guard) return undefined;
    const { stored, value } = guard;
    if (!value) return stored && { deleteOne: { filter: { _id: id } } };
    if (!stored) return { insertOne: { document: { _id: id, revision: 1, value } } };
    return {
      updateOne: { filter: { _id: id, revision: stored.revision }, update: { $set: { value }, $inc: { revision: 1 } } },
    };
  }

  async #readStreams(needed: readonly StreamNeeded[]): Promise<void> {
    const wholly = await this.#readWhole(needed.filter(({ snapshot }) => !snapshot).map(({ stream }) => stream));
    for (const [stream, commits] of wholly) this.#streams.set(stream, { earlier: [], commits });
    for (const [stream, [first, ...more]] of byStream(needed)) {
      if (!first?.snapshot) continue;
      const causes = [first, ...more].map(({ cause }) => cause);
      this.#streams.set(stream, await this.#readOnTop(stream, first.snapshot, causes));
    }
  }

  async #readWhole(streams: readonly string[]): Promise<ReadonlyMap<string, Commit[]>> {
    const commitsOf = new Map<string, Commit[]>(streams.map((stream) => [stream, []]));
    if (commitsOf.size === 0) return commitsOf;
    const found = await this.#findCommits({ '_id.stream': { $in: [...commitsOf.keys()] } });
    for (const commit of found) commitsOf.get(commit._id.stream)?.push(commit);
    return commitsOf;
  }

  async #readOnTop(stream: string, snapshot: Snapshot, causes: readonly string[]): Promise<StreamInBatch> {
    const commits = await this.#findCommits(commitsFrom(stream, snapshot.version));
    if (!isTakenOf(snapshot, commits)) {
      const whole = await this.#readWhole([stream]);
      return { earlier: [], commits: whole.get(stream) ?? [] };
    }
    const caused = { '_id.stream': stream, cause: { $in: causes } } as mongo.Filter<Commit>;
    return { snapshot, earlier: await this.#findCommits(caused), commits };
  }

  async #findCommits(filter: mongo.Filter<Commit>): Promise<Commit[]> {
    const found = await this.#database.collection<Commit>('commits').find(filter, { session: this.#session }).toArray();
    return found.sort((a, b) => a._id.version - b._id.version);
  }

  async #readGuards(collection: string, ids: readonly string[]): Promise<void> {
    const found = await this.#guardCollection(collection)
      .find({ _id: { $in: ids } }, { session: this.#session })
      .toArray();
    const byId = new Map(found.map((guard) => [guard._id, guard]));
    for (const id of ids) {
      const stored = byId.get(id);
      this.#guards.set(guardName(collection, id), { stored, value: stored?.value });
    }
  }

  #guardCollection(name: string): mongo.Collection<GuardDocument> {
    return this.#database.collection<GuardDocument>(name, { ignoreUndefined: true });
  }
}

const guardName = (collection: string, id: string): string => `${collection}/${id}`;

function byStream(needed: readonly StreamNeeded[]): ReadonlyMap<string, StreamNeeded[]> {
  const groups = new Map<string, StreamNeeded[]>();
  for (const each of needed) groups.set(each.stream, [...(groups.get(each.stream) ?? []), each]);
  return groups;
}

function idsByCollection(guards: readonly GuardKey[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { collection, id } of guards) ids.set(collection, (ids.get(collection) ?? new Set()).add(id));
  return ids;
}
