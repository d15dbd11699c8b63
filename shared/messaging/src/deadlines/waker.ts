import type { Logger } from 'pino';
import { type Commit, commitId, messageId } from '../commits/commit.js';
import type { CommitLog } from '../commits/commit-log.js';
import type { AnyDecider, Decider } from '../commits/decider.js';
import { isInGrace, type Lineage } from '../commits/lineage.js';
import type { Commits } from '../commits/port.js';
import { nextWake } from '../commits/prepare.js';
import { crashPoint } from '../crash-points.js';
import type { Clock } from '../database-clock.js';
import { Periodic } from '../periodic.js';

/**
 * Wakes streams whose `dueAt` has passed: records what is due (`onDue`), or sends unanswered commands again.
 *
 * A stream that cannot be woken (it holds what another release wrote) is left alone for a while by this process, and holds up no
 * other. Firing is a commit with the cause `<stream>/<version>/deadline`, so any number of wakers fire once. Only the newest
 * commit of a stream counts; older ones lose their `dueAt` here, in batches.
 */
export class Waker {
  readonly #store: Commits;
  readonly #log: CommitLog;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #deciders: ReadonlyMap<string, Decider<unknown>>;
  readonly #sendAgain: (commit: Commit) => Promise<void>;
  readonly #lineage: Lineage | undefined;
  readonly #periodic: Periodic;
  /** Streams that could not be woken, with the time until which they are left alone. */
  readonly #leftAlone = new Map<string, Date>();

  constructor(options: {
    readonly store: Commits;
    readonly log: CommitLog;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly deciders: readonly AnyDecider[];
    readonly sendAgain: (commit: Commit) => Promise<void>;
    readonly lineage?: Lineage | undefined;
  }) {
    this.#store = options.store;
    this.#log = options.log;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#deciders = new Map(options.deciders.map((each) => [each.category, each as Decider<unknown>]));
    this.#sendAgain = options.sendAgain;
    this.#lineage = options.lineage;
    this.#periodic = new Periodic('deadlines', 500, () => this.wakeDue(), options.logger);
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  /** Wakes every stream that is due now. */
  async wakeDue(): Promise<void> {
    while (!this.#periodic.stopping) {
      const due = await this.#due();
      if (due.length === 0) return;
      const newest = await this.#dropSuperseded(due);
      await Promise.all(newest.map((commit) => this.#wakeOne(commit)));
    }
  }

  /** Those that could not be woken keep their `dueAt`, for a process that can: they are asked for as well, and left out. */
  async #due(): Promise<readonly Commit[]> {
    const now = this.#clock.now();
    for (const [stream, until] of this.#leftAlone) if (until <= now) this.#leftAlone.delete(stream);
    const due = await this.#store.due(now, batchSize + this.#leftAlone.size);
    return due.filter(({ _id }) => !this.#leftAlone.has(_id.stream));
  }

  async #dropSuperseded(due: readonly Commit[]): Promise<readonly Commit[]> {
    const next = await this.#store.existing(due.map(({ _id }) => commitId(_id.stream, _id.version + 1)));
    const outdated = new Set(next.map(({ stream, version }) => `${stream}/${version - 1}`));
    const isOutdated = ({ _id }: Commit): boolean => outdated.has(`${_id.stream}/${_id.version}`);
    const superseded = due.filter(isOutdated).map(({ _id }) => _id);
    if (superseded.length > 0) await this.#store.dropWakes(superseded);
    return due.filter((commit) => !isOutdated(commit));
  }

  async #wakeOne(commit: Commit): Promise<void> {
    const { stream, version } = commit._id;
    try {
      const [decider, id] = this.#deciderOf(stream);
      crashPoint('deadline-due');
      const executed = await this.#log.execute(decider, id, {
        cause: `${stream}/${version}/deadline`,
        context: { ...commit.context, causationId: `${stream}/${version}` },
        decide: (state, now) => (this.#isHeldBack(commit, now) ? [] : (decider.onDue?.(state, now) ?? [])),
      });
      if (executed.outcome === 'unchanged' && executed.version === version) await this.#postpone(commit, decider, id);
    } catch (error) {
      this.#logger.warn({ err: error, stream }, 'a stream could not be woken; it is tried again');
      this.#leftAlone.set(stream, new Date(this.#clock.now().getTime() + patience));
    }
  }

  /** After a restore what is in flight is asked for again before anything that passed meanwhile counts. */
  #isHeldBack(commit: Commit, now: Date): boolean {
    return this.#lineage !== undefined && isInGrace(this.#lineage, commit, now);
  }

  /** Nothing is due yet: sends what is unanswered again, and sets the next wake unless another waker did. */
  async #postpone(commit: Commit, decider: Decider<unknown>, id: string): Promise<void> {
    const { state, commits } = await this.#log.history(decider, id);
    const unanswered = new Set(decider.unanswered?.(state) ?? []);
    const wakes = (commit.wakes ?? 0) + 1;
    const deadline = decider.wakeAt?.(state);
    const dueAt = nextWake({ deadline, awaitsAnswer: unanswered.size > 0, wakes, now: this.#clock.now() });
    if (!(await this.#store.setWake(commit, dueAt && { dueAt, wakes }))) return;
    for (const holder of commits.filter((each) => holdsAny(each, unanswered))) await this.#sendAgain(holder);
  }

  #deciderOf(stream: string): readonly [Decider<unknown>, string] {
    for (const [category, decider] of this.#deciders) {
      if (stream.startsWith(`${category}-`)) return [decider, stream.slice(category.length + 1)];
    }
    throw new TypeError(`no decider for stream ${stream}`);
  }
}

const batchSize = 200;
/** Milliseconds after which a stream that could not be woken is tried again. */
const patience = 5_000;

const holdsAny = (commit: Commit, ids: ReadonlySet<string>): boolean =>
  commit.messages.some((message, index) => ids.has(messageId(commit, index, message)));
