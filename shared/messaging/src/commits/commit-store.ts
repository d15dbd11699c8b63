import type { mongo } from 'mongoose';
import { type Settled, GroupFlush } from '../group-flush.js';
import { type Commit, type CommitId, commitId } from './commit.js';
import { arm, markPublished, type PublishedMark, takeOverdue } from './pending.js';
import { type Blanking, CommitConflict, type Commits, type Wake } from './port.js';
import { dropWakes, findDue, setWake } from './wakes.js';

/** The collection `commits` of one service: reads, writes and marks of streams, each grouped into few round trips. */
export class CommitStore implements Commits {
  readonly collection: mongo.Collection<Commit>;
  readonly #inserts: GroupFlush<Commit, Commit>;
  readonly #reads: GroupFlush<string, readonly Commit[]>;
  readonly #marks: GroupFlush<PublishedMark, undefined>;

  constructor(database: mongo.Db) {
    this.collection = database.collection<Commit>('commits', { ignoreUndefined: true });
    this.#inserts = new GroupFlush((commits) => insertAll(this.collection, commits));
    this.#reads = new GroupFlush((streams) => readStreams(this.collection, streams), { maximumBatch: 500 });
    this.#marks = new GroupFlush((marks) => markPublished(this.collection, marks), { maximumBatch: 1_000 });
  }

  async createIndexes(): Promise<void> {
    await this.collection.createIndexes([
      { key: { '_id.stream': 1, cause: 1 }, unique: true },
      { key: { nextTryAt: 1 }, partialFilterExpression: { pending: { $gt: 0 } } },
      { key: { dueAt: 1 }, partialFilterExpression: { dueAt: { $exists: true } } },
    ]);
  }

  /** Durable: majority, journalled. @throws {CommitConflict} */
  append(commit: Commit): Promise<Commit> {
    return this.#inserts.add(commit);
  }

  read(stream: string): Promise<readonly Commit[]> {
    return this.#reads.add(stream);
  }

  /** Commits of a stream from a version on, oldest first; all of them, or so many. */
  async readFrom(stream: string, version: number, limit = 0): Promise<readonly Commit[]> {
    return this.collection.find(commitsFrom(stream, version), { limit, sort: { _id: 1 } }).toArray();
  }

  /** The commit that this cause made. */
  async caused(stream: string, cause: string): Promise<Commit | undefined> {
    const found = await this.collection.findOne({ '_id.stream': stream, cause } as mongo.Filter<Commit>);
    return found ?? undefined;
  }

  /** One query, on keys only. */
  async existing(ids: readonly CommitId[]): Promise<readonly CommitId[]> {
    const found = await this.collection.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }

  markPublished(commit: Commit, isSuperseded: boolean): Promise<void> {
    return this.#marks.add({ commit, isSuperseded });
  }

  arm(id: CommitId, nextTryAt: Date): Promise<Commit | undefined> {
    return arm(this.collection, id, nextTryAt);
  }

  takeOverdue(now: Date, limit: number): Promise<readonly Commit[]> {
    return takeOverdue(this.collection, now, limit);
  }

  due(now: Date, limit: number): Promise<readonly Commit[]> {
    return findDue(this.collection, now, limit);
  }

  dropWakes(ids: readonly CommitId[]): Promise<void> {
    return dropWakes(this.collection, ids);
  }

  setWake(commit: Commit, next: Wake | undefined): Promise<boolean> {
    return setWake(this.collection, commit, next);
  }

  async blank(blankings: readonly Blanking[]): Promise<void> {
    if (blankings.length > 0) await this.collection.bulkWrite(blankingWrites(blankings));
  }

  async idle(): Promise<void> {
    await Promise.all([this.#inserts.idle(), this.#marks.idle()]);
  }
}

/** One update for all commits that are blanked at the same places: steps of one kind keep their secrets there. */
function blankingWrites(blankings: readonly Blanking[]): mongo.AnyBulkWriteOperation<Commit>[] {
  const blanks = new Map<CommitId, Record<string, ''>>();
  for (const { id, index, fields } of blankings) {
    const blank = blanks.get(id) ?? {};
    for (const field of fields) blank[`messages.${index}.data.${field}`] = '';
    blanks.set(id, blank);
  }
  const updates = new Map<string, { readonly ids: CommitId[]; readonly $set: Record<string, ''> }>();
  for (const [id, $set] of blanks) {
    const places = Object.keys($set).join();
    const update = updates.get(places);
    if (update) update.ids.push(id);
    else updates.set(places, { ids: [id], $set });
  }
  return [...updates.values()].map(({ ids, $set }) => ({
    updateMany: { filter: { _id: { $in: ids } }, update: { $set } },
  }));
}

async function insertAll(
  collection: mongo.Collection<Commit>,
  commits: readonly Commit[],
): Promise<readonly Settled<Commit>[]> {
  try {
    await collection.insertMany(commits, { ordered: false });
    return commits.map((value) => ({ value }));
  } catch (error) {
    if (commits.length > 1 && isTooLarge(error)) return insertEach(collection, commits);
    const failures = duplicatesByIndex(error);
    if (!failures) throw error;
    return commits.map((value, index) => (failures.has(index) ? { error: new CommitConflict() } : { value }));
  }
}

/** One document that is too large is refused with its whole batch, of which nothing is written. */
const insertEach = (collection: mongo.Collection<Commit>, commits: readonly Commit[]): Promise<Settled<Commit>[]> =>
  Promise.all(
    commits.map(async (commit) => {
      const [settled] = await insertAll(collection, [commit]).catch((error: unknown) => [{ error }]);
      return settled ?? { value: commit };
    }),
  );

/** The commits of a stream from a version on. */
export const commitsFrom = (stream: string, version: number): mongo.Filter<Commit> => ({
  _id: { $gte: commitId(stream, version), $lte: commitId(stream, Number.MAX_SAFE_INTEGER) },
});

const duplicateKey = 11_000;
/** The server's BSONObjectTooLarge, and what Node says when the driver's buffer of that size is full. */
const tooLarge: ReadonlySet<unknown> = new Set([10_334, 'ERR_OUT_OF_RANGE']);

/** Whether a batch failed because of a document beyond MongoDB's 16 MiB. */
function isTooLarge(error: unknown): boolean {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return name === 'MongoInvalidArgumentError' || tooLarge.has(code);
}

/** The indexes of a batch that failed as duplicates; undefined when anything else went wrong (all outcomes are unknown). */
function duplicatesByIndex(error: unknown): ReadonlySet<number> | undefined {
  const { writeErrors, writeConcernErrors } = error as {
    writeErrors?: mongo.WriteError | readonly mongo.WriteError[];
    writeConcernErrors?: readonly unknown[];
  };
  if (!writeErrors || (writeConcernErrors?.length ?? 0) > 0) return undefined;
  const failures = [writeErrors].flat();
  if (failures.length === 0 || failures.some(({ code }) => code !== duplicateKey)) return undefined;
  return new Set(failures.map(({ index }) => index));
}

/** Whether MongoDB refused a write because a unique key exists. */
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown }).code === duplicateKey;

/** Reads whole streams by the prefix of the unique index: streams are short, and one query serves everybody who waits. */
async function readStreams(
  collection: mongo.Collection<Commit>,
  streams: readonly string[],
): Promise<readonly Settled<readonly Commit[]>[]> {
  const distinct = [...new Set(streams)];
  const filter = { '_id.stream': distinct.length === 1 ? distinct[0] : { $in: distinct } };
  const found = await collection.find(filter as mongo.Filter<Commit>).toArray();
  const byStream = groupByStream(found);
  return streams.map((stream) => ({ value: byStream.get(stream) ?? [] }));
}

function groupByStream(commits: readonly Commit[]): Map<string, Commit[]> {
  const groups = new Map<string, Commit[]>();
  for (const commit of commits) {
    const group = groups.get(commit._id.stream);
    if (group) group.push(commit);
    else groups.set(commit._id.stream, [commit]);
  }
  for (const group of groups.values()) group.sort((a, b) => a._id.version - b._id.version);
  return groups;
}
