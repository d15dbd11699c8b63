import type { ContractRegistry } from '@ordergraph/events';
import type { Commit } from '../commits/commit.js';
import type { Commits } from '../commits/port.js';
import type { RecentStreams } from '../commits/recent-streams.js';
import { crashPoint } from '../crash-points.js';
import { type Gather, GroupFlush, type Settled } from '../group-flush.js';
import { blankingsOf } from './secrets.js';

/**
 * What is left to do when a commit has been published: secrets that have served are blanked, then `pending` is unset, and
 * with it the `dueAt` of a commit that is no longer its stream's newest. Secrets do not wait for a broker that is away.
 *
 * Nobody waits for it, so it may gather and is then few writes for all. A process that dies before it has what gathered
 * published again by the sweep: duplicates, which every consumer knows by their cause.
 */
export class PublishedMarks {
  readonly #store: Commits;
  readonly #recent: RecentStreams;
  readonly #registry: ContractRegistry;
  readonly #flush: GroupFlush<Handled, undefined>;

  constructor(options: {
    readonly store: Commits;
    readonly recent: RecentStreams;
    readonly registry: ContractRegistry;
    readonly gather?: Gather | undefined;
  }) {
    this.#store = options.store;
    this.#recent = options.recent;
    this.#registry = options.registry;
    this.#flush = new GroupFlush((handled) => this.#settle(handled), { maximumBatch: 1_000, gather: options.gather });
  }

  /** The broker has confirmed every message of the commit. */
  async published(commit: Commit): Promise<void> {
    await this.#flush.add({ commit, isPublished: true });
  }

  /** The commit is left to the sweep; what it says has served is blanked all the same. */
  async leftPending(commit: Commit): Promise<void> {
    if (commit.spendsSecrets) await this.#flush.add({ commit, isPublished: false });
  }

  /** Marks what has gathered. */
  idle(): Promise<void> {
    return this.#flush.idle();
  }

  async #settle(handled: readonly Handled[]): Promise<Settled<undefined>[]> {
    const published = handled.flatMap(({ commit, isPublished }) => (isPublished ? [commit] : []));
    // Before anything is blanked: what was remembered of those streams is forgotten then.
    const superseded = new Set(published.filter((commit) => this.#isSuperseded(commit)));
    // Before the marks: a commit that spends secrets stays pending until they are gone.
    await this.#blank(handled.flatMap(({ commit }) => (commit.spendsSecrets ? [commit] : [])));
    crashPoint('before-mark');
    await Promise.all(published.map((commit) => this.#store.markPublished(commit, superseded.has(commit))));
    return handled.map(() => ({ value: undefined }));
  }

  async #blank(spending: readonly Commit[]): Promise<void> {
    const streams = await Promise.all(
      spending.map(async (commit) => this.#recent.wholeWith(commit) ?? this.#store.read(commit._id.stream)),
    );
    await this.#store.blank(streams.flat().flatMap((commit) => blankingsOf(commit, this.#registry)));
    for (const { _id } of spending) this.#recent.forget(_id.stream);
  }

  #isSuperseded({ _id, dueAt }: Commit): boolean {
    return dueAt !== undefined && this.#recent.versionOf(_id.stream) > _id.version;
  }
}

interface Handled {
  readonly commit: Commit;
  readonly isPublished: boolean;
}
