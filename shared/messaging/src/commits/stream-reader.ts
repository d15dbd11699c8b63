import type { ContractRegistry } from '@ordergraph/events';
import { type Commit, streamName } from './commit.js';
import type { Decider } from './decider.js';
import { fold, type Folded, type History, type Loaded, loadedFrom } from './fold.js';
import type { Commits } from './port.js';
import type { RecentStreams } from './recent-streams.js';
import type { Snapshots } from './snapshot.js';

/** Versions after which a stream gets another snapshot. */
export const snapshotEvery = 200;

/** Loads streams: from their newest snapshot on where there is one, and leaves one behind where that took long. */
export class StreamReader {
  readonly #store: Commits;
  readonly #snapshots: Snapshots | undefined;
  readonly #recent: RecentStreams;
  readonly #registry: ContractRegistry;

  constructor(options: {
    readonly store: Commits;
    readonly snapshots?: Snapshots | undefined;
    readonly recent: RecentStreams;
    readonly registry: ContractRegistry;
  }) {
    this.#store = options.store;
    this.#snapshots = options.snapshots;
    this.#recent = options.recent;
    this.#registry = options.registry;
  }

  /** The stream as it is now (primary, majority). @throws {StreamUnreadable} */
  async load<State>(decider: Decider<State>, id: string): Promise<Loaded<State>> {
    const stream = streamName(decider.category, id);
    const read = (await this.#readFromSnapshot(decider, stream)) ?? { commits: await this.#store.read(stream) };
    const loaded = loadedFrom(decider, id, read, this.#registry);
    this.#recent.remember(decider, stream, loaded);
    this.#leaveSnapshot(decider, loaded);
    return loaded;
  }

  /** Everything that was ever recorded in the stream, with its state. @throws {StreamUnreadable} */
  async history<State>(decider: Decider<State>, id: string): Promise<History<State>> {
    const stream = streamName(decider.category, id);
    const loaded = loadedFrom(decider, id, { commits: await this.#store.read(stream) }, this.#registry);
    this.#recent.remember(decider, stream, loaded);
    return loaded;
  }

  /** Folds what was read before, or a part of it: the past of a stream. @throws {StreamUnreadable} */
  fold<State>(decider: Decider<State>, id: string, commits: readonly Commit[]): Folded<State> {
    return fold(decider, id, commits, this.#registry);
  }

  /** The commit that a cause made in a stream that was loaded. */
  async caused<State>(
    decider: Decider<State>,
    id: string,
    loaded: Loaded<State>,
    cause: string,
  ): Promise<Commit | undefined> {
    const known = loaded.commits.find((commit) => commit.cause === cause);
    if (known || loaded.snapshot === undefined) return known;
    return this.#snapshots?.caused(streamName(decider.category, id), cause);
  }

  #readFromSnapshot<State>({ evolveVersion }: Decider<State>, stream: string) {
    return evolveVersion === undefined ? undefined : this.#snapshots?.read(stream, evolveVersion);
  }

  /** A state that holds secrets is never kept. */
  #leaveSnapshot<State>(decider: Decider<State>, { commits, snapshot = 0, state, version }: Loaded<State>): void {
    const newest = commits.at(-1);
    if (decider.evolveVersion === undefined || !newest || version - snapshot < snapshotEvery) return;
    if (decider.secretsSpent && !decider.secretsSpent(state)) return;
    this.#snapshots?.keep(newest, decider.evolveVersion, state);
  }
}
