import type { ContractRegistry } from '@ordergraph/events';
import { type Commit, streamName } from './commit.js';
import { type Decider, isRefused } from './decider.js';
import { earlierOutcome, stateOf } from './earlier.js';
import type { Cause, Executed, Execution, GuardedExecution } from './execution.js';
import { type Folded, type History, type Loaded, loadedFrom } from './fold.js';
import type { Lineage } from './lineage.js';
import { CommitConflict, type Commits, type GuardedExecutor } from './port.js';
import { type IsShown, prepareCommit } from './prepare.js';
import type { RecentStreams } from './recent-streams.js';
import type { Snapshots } from './snapshot.js';
import { snapshotEvery, StreamReader } from './stream-reader.js';
import { crashPoint } from '../crash-points.js';
import type { Clock } from '../database-clock.js';
import { OrdergraphError } from '../errors.js';

/** What happens to a commit between being durable and being answered: own views are applied, publishing begins. */
export interface CommitSink {
  committed(commit: Commit): Promise<void>;
  /** Has own views show it: its cause was repeated, and whoever committed it may not have come so far. */
  shown(commit: Commit): Promise<void>;
  /** Publishes a commit again: its cause was repeated, so its answer may have been lost. */
  answerAgain(commit: Commit): Promise<void>;
}

/**
 * Load → decide → append: the one way a service changes state. Safe under any number of concurrent writers: the key of a
 * commit is the concurrency control, its cause the inbox; a writer that lost looks the cause up and decides again.
 */
export class CommitLog {
  readonly #store: Commits;
  readonly #reader: StreamReader;
  readonly #guarded: GuardedExecutor;
  readonly #recent: RecentStreams;
  readonly #registry: ContractRegistry;
  readonly #clock: Clock;
  readonly #sink: CommitSink;
  readonly #isShown: IsShown | undefined;
  readonly #lineage: Lineage | undefined;

  constructor(options: {
    readonly store: Commits;
    /** None: every stream is read whole. */
    readonly snapshots?: Snapshots | undefined;
    readonly guarded: GuardedExecutor;
    readonly recent: RecentStreams;
    readonly registry: ContractRegistry;
    readonly clock: Clock;
    readonly sink: CommitSink;
    readonly isShown?: IsShown | undefined;
    readonly lineage?: Lineage | undefined;
  }) {
    this.#store = options.store;
    this.#reader = new StreamReader(options);
    this.#guarded = options.guarded;
    this.#recent = options.recent;
    this.#registry = options.registry;
    this.#clock = options.clock;
    this.#sink = options.sink;
    this.#isShown = options.isShown;
    this.#lineage = options.lineage;
  }

  /** The stream as it is now (primary, majority). Version 0: it does not exist. @throws {StreamUnreadable} */
  load<State>(decider: Decider<State>, id: string): Promise<Loaded<State>> {
    return this.#reader.load(decider, id);
  }

  /** As `load`, with every commit of the stream: for whoever shows its past. @throws {StreamUnreadable} */
  history<State>(decider: Decider<State>, id: string): Promise<History<State>> {
    return this.#reader.history(decider, id);
  }

  /** The history as it was at this version or later; not read again when this process knows it. */
  async historySince<State>(decider: Decider<State>, id: string, version: number): Promise<History<State>> {
    const recent = this.#recent.get(decider, streamName(decider.category, id));
    if (!recent || recent.snapshot !== undefined || recent.version < version) return this.history(decider, id);
    return { state: recent.state, version: recent.version, commits: recent.commits };
  }

  /** Folds commits that were read before, from the first on: the past of a stream. @throws {StreamUnreadable} */
  fold<State>(decider: Decider<State>, id: string, commits: readonly Commit[]): Folded<State> {
    return this.#reader.fold(decider, id, commits);
  }

  /**
   * Decides and records. Resolves when the commit is durable and own views show it.
   * @throws {StreamContended} when other writers were faster again and again.
   */
  async execute<State, Refusal = never>(
    decider: Decider<State>,
    id: string,
    execution: Execution<State, Refusal>,
  ): Promise<Executed<State, Refusal>> {
    const known = this.#known(decider, id, execution);
    // Only a commit proves that what was known is still so: anything else is decided on what is stored.
    const quick = known && (await this.#attempt(decider, id, execution, known).catch(() => undefined));
    if (quick && (quick.outcome === 'committed' || quick.outcome === 'repeated')) return this.#finish(quick, execution);
    for (let tries = 0; tries < maximumTries; tries++) {
      const executed = await this.#attempt(decider, id, execution, await this.load(decider, id));
      if (executed) return this.#finish(executed, execution);
    }
    throw new StreamContended(streamName(decider.category, id));
  }

  /** As `execute`, with guards that move in the same transaction; commands that arrive together share one. */
  async executeGuarded<State, Refusal = never>(
    decider: Decider<State>,
    id: string,
    execution: GuardedExecution<State, Refusal>,
  ): Promise<Executed<State, Refusal>> {
    const executed = await this.#guarded.execute(decider, id, execution);
    if (executed.outcome === 'committed') this.#rememberNext(decider, id, executed);
    // Perhaps nobody else ever loads this stream, and leaves a snapshot; failing costs nothing but a longer read.
    if (executed.version % snapshotEvery === 0) this.load(decider, id).catch(() => undefined);
    return this.#finish(executed, execution);
  }

  /** Whole again with this commit, when the one before it is known. */
  #rememberNext<State>(decider: Decider<State>, id: string, { state, version, commit }: Committed<State>): void {
    const stream = streamName(decider.category, id);
    const before = version === 1 ? { commits: [] } : this.#recent.get(decider, stream);
    if (before && this.#recent.versionOf(stream) === version - 1)
      this.#recent.remember(decider, stream, { ...before, state, version, commits: [...before.commits, commit] });
  }

  /** What may be decided on without reading: the stream as last seen here, or a new one. */
  #known<State>(decider: Decider<State>, id: string, { isFirst }: Cause): Loaded<State> | undefined {
    const recent = this.#recent.get(decider, streamName(decider.category, id));
    return recent ?? (isFirst ? loadedFrom(decider, id, { commits: [] }, this.#registry) : undefined);
  }

  /** Nothing when another writer was faster. */
  async #attempt<State, Refusal>(
    decider: Decider<State>,
    id: string,
    execution: Execution<State, Refusal>,
    loaded: Loaded<State>,
  ): Promise<Executed<State, Refusal> | undefined> {
    const earlier = await this.#reader.caused(decider, id, loaded, execution.cause);
    if (earlier) return earlierOutcome(loaded, earlier, execution);
    const at = this.#clock.now();
    const decision = execution.decide(loaded.state, at);
    if (isRefused(decision)) return { ...stateOf(loaded), outcome: 'refused', refusal: decision.refused };
    if (decision.length === 0) return { ...stateOf(loaded), outcome: 'unchanged' };
    const stream = streamName(decider.category, id);
    const { commit, state } = prepareCommit({
      decider,
      stream,
      loaded,
      messages: decision,
      cause: execution,
      at,
      registry: this.#registry,
      isShown: this.#isShown,
      era: this.#lineage?.era,
    });
    crashPoint('before-commit');
    try {
      await this.#store.append(commit);
    } catch (error) {
      if (error instanceof CommitConflict) return undefined;
      throw error;
    }
    const { version } = commit._id;
    this.#recent.remember(decider, stream, { ...loaded, state, version, commits: [...loaded.commits, commit] });
    return { outcome: 'committed', state, version, commit };
  }

  async #finish<State, Refusal>(executed: Executed<State, Refusal>, cause: Cause): Promise<Executed<State, Refusal>> {
    if (executed.outcome === 'committed') await this.#sink.committed(executed.commit);
    if (executed.outcome !== 'repeated') return executed;
    await (cause.answerAgain ? this.#sink.answerAgain(executed.commit) : this.#sink.shown(executed.commit));
    return executed;
  }
}

interface Committed<State> {
  readonly state: State;
  readonly version: number;
  readonly commit: Commit;
}

/** Enough for hundreds of writers on one stream; more means that something decides in circles. */
const maximumTries = 100;

/** Too many writers on one stream; trying later is right. */
export class StreamContended extends OrdergraphError {
  constructor(stream: string) {
    super({
      code: 'STREAM_CONTENDED',
      message: `too many writers on ${stream}`,
      disposition: 'retry',
      details: { stream },
    });
  }
}
