import type { Commit, CommitId } from '@ordergraph/messaging';
import { type Blanking, CommitConflict, type Commits, type Wake } from '@ordergraph/messaging/internals';
import { StreamIndex } from './stream-index.js';

/**
 * The commits of one service in memory, by the contract that `CommitStore` keeps with MongoDB: one conformance suite runs
 * against both. Each method does all of its work at once; whoever simulates decides when to call it.
 */
export class MemoryCommits implements Commits {
  readonly #streams = new StreamIndex();
  readonly #sweeps = new Map<string, number>();

  append(commit: Commit): Promise<Commit> {
    return this.insert(commit) ? Promise.resolve(commit) : Promise.reject(new CommitConflict());
  }

  /** Whether version and cause were free. */
  insert(commit: Commit): boolean {
    const stream = this.#streams.of(commit._id.stream);
    const taken = stream.some(({ _id, cause }) => _id.version === commit._id.version || cause === commit.cause);
    if (taken) return false;
    this.#streams.put(commit);
    return true;
  }

  read(stream: string): Promise<readonly Commit[]> {
    return Promise.resolve(this.of(stream));
  }

  /** Every commit of a stream, oldest first. */
  of(stream: string): readonly Commit[] {
    return [...this.#streams.of(stream)];
  }

  all(): readonly Commit[] {
    return this.#streams.all();
  }

  existing(ids: readonly CommitId[]): Promise<readonly CommitId[]> {
    return Promise.resolve(ids.filter((id) => this.#streams.get(id) !== undefined));
  }

  markPublished({ _id, pending }: Commit, isSuperseded: boolean): Promise<void> {
    const stored = this.#streams.get(_id);
    if (stored && pending !== undefined && stored.pending === pending) {
      const { pending: _, nextTryAt: __, ...published } = stored;
      this.#streams.put(isSuperseded ? withoutWake(published) : published);
    }
    return Promise.resolve();
  }

  arm(id: CommitId, nextTryAt: Date): Promise<Commit | undefined> {
    const stored = this.#streams.get(id);
    if (!stored) return Promise.resolve(undefined);
    const armed = stored.armed + 1;
    return Promise.resolve(this.#streams.put({ ...stored, armed, pending: armed, nextTryAt }));
  }

  takeOverdue(now: Date, limit: number): Promise<readonly Commit[]> {
    const overdue = this.all()
      .filter(({ pending, nextTryAt }) => pending !== undefined && nextTryAt !== undefined && nextTryAt <= now)
      .sort(by('nextTryAt'));
    return Promise.resolve(overdue.slice(0, limit).map((commit) => this.#postponed(commit, now)));
  }

  due(now: Date, limit: number): Promise<readonly Commit[]> {
    const due = this.all().filter(({ dueAt }) => dueAt !== undefined && dueAt <= now);
    return Promise.resolve(due.sort(by('dueAt')).slice(0, limit));
  }

  dropWakes(ids: readonly CommitId[]): Promise<void> {
    for (const id of ids) {
      const stored = this.#streams.get(id);
      if (stored) this.#streams.put(withoutWake(stored));
    }
    return Promise.resolve();
  }

  setWake({ _id, dueAt }: Commit, next: Wake | undefined): Promise<boolean> {
    const stored = this.#streams.get(_id);
    if (!stored || (dueAt && stored.dueAt?.getTime() !== dueAt.getTime())) return Promise.resolve(false);
    this.#streams.put(next ? { ...stored, ...next } : withoutWake(stored));
    return Promise.resolve(true);
  }

  blank(blankings: readonly Blanking[]): Promise<void> {
    for (const { id, index, fields } of blankings) {
      const stored = this.#streams.get(id);
      const blanks = Object.fromEntries(fields.map((field) => [field, '']));
      const messages = stored?.messages.map((message, at) =>
        at === index ? { ...message, data: { ...(message.data as object), ...blanks } } : message,
      );
      if (stored && messages) this.#streams.put({ ...stored, messages });
    }
    return Promise.resolve();
  }

  idle(): Promise<void> {
    return Promise.resolve();
  }

  /** When somebody should look at this store next, in milliseconds: a commit is overdue, or a stream wants to be woken. */
  nextNeedAt(): number {
    let next = Infinity;
    for (const { pending, nextTryAt, dueAt } of this.all()) {
      if (pending !== undefined && nextTryAt) next = Math.min(next, nextTryAt.getTime());
      if (dueAt) next = Math.min(next, dueAt.getTime());
    }
    return next;
  }

  /** 10 s after the first taking, then at doubling intervals up to a minute. */
  #postponed(commit: Commit, now: Date): Commit {
    const key = `${commit._id.stream}/${commit._id.version}`;
    const sweeps = (this.#sweeps.get(key) ?? 0) + 1;
    this.#sweeps.set(key, sweeps);
    const nextTryAt = new Date(now.getTime() + Math.min(2 ** sweeps * 5_000, 60_000));
    return this.#streams.put({ ...commit, nextTryAt });
  }
}

function withoutWake(commit: Commit): Commit {
  const { dueAt: _, ...awake } = commit;
  return awake;
}

const by =
  (field: 'dueAt' | 'nextTryAt') =>
  (one: Commit, other: Commit): number =>
    (one[field]?.getTime() ?? 0) - (other[field]?.getTime() ?? 0);
