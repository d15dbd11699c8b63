import type { mongo } from 'mongoose';
import type { Commit } from './commit.js';
import type { GuardChange, GuardKey, GuardReader } from './execution.js';

/** A guard as stored: its value beside a revision of its own, since several streams move it. */
interface GuardDocument {
  readonly _id: string;
  readonly revision: number;
  readonly value: object;
}

/**
 * The streams and guards of one transaction, read together, changed in memory by one decision after the other (each sees
 * what those before it did), and written together.
 */
export class GuardedBatch implements GuardReader {
  readonly #database: mongo.Db;
  readonly #session: mongo.ClientSession;
  readonly #streams = new Map<string, Commit[]>();
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
    needed: { readonly streams: readonly string[]; readonly guards: readonly GuardKey[] },
  ): Promise<GuardedBatch> {
    const batch = new GuardedBatch(database, session);
    await batch.#readStreams([...new Set(needed.streams)]);
    for (const [collection, ids] of idsByCollection(needed.guards)) await batch.#readGuards(collection, [...ids]);
    return batch;
  }

  commits(stream: string): readonly Commit[] {
    return this.#streams.get(stream) ?? [];
  }

  get<Value extends object>(collection: string, id: string): Value | undefined {
    const guard = this.#guards.get(guardName(collection, id));
    if (!guard) throw new TypeError(`the guard ${collection}/${id} was not named in \`guards\``);
    return guard.value as Value | undefined;
  }

  record(commit: Commit, changes: readonly GuardChange[]): void {
    this.#recorded.push(commit);
    const stream = this.#streams.get(commit._id.stream);
    if (stream) stream.push(commit);
    else this.#streams.set(commit._id.stream, [commit]);
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

  async #readStreams(streams: readonly string[]): Promise<void> {
    const filter = { '_id.stream': { $in: streams } } as mongo.Filter<Commit>;
    const found = await this.#database.collection<Commit>('commits').find(filter, { session: this.#session }).toArray();
    found.sort((a, b) => a._id.version - b._id.version);
    for (const stream of streams) this.#streams.set(stream, []);
    for (const commit of found) this.#streams.get(commit._id.stream)?.push(commit);
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

function idsByCollection(guards: readonly GuardKey[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { collection, id } of guards) ids.set(collection, (ids.get(collection) ?? new Set()).add(id));
  return ids;
}
