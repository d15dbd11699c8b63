import type { ContractRegistry } from '@ordergraph/events';
import type { Logger } from 'pino';
import type { Broker } from './broker/port.js';
import type { Commit } from './commits/commit.js';
import { CommitLog } from './commits/commit-log.js';
import type { AnyDecider } from './commits/decider.js';
import type { Commits, GuardedExecutor } from './commits/port.js';
import type { Lineage } from './commits/lineage.js';
import type { IsShown } from './commits/prepare.js';
import { RecentStreams } from './commits/recent-streams.js';
import type { Snapshots } from './commits/snapshot.js';
import { crashPoint } from './crash-points.js';
import type { Clock } from './database-clock.js';
import { Waker } from './deadlines/waker.js';
import type { Gather } from './group-flush.js';
import { PublishedMarks } from './publishing/published-marks.js';
import { Publisher } from './publishing/publisher.js';
import { Sweeper } from './publishing/sweeper.js';

export interface WritingOptions {
  /** Name of the service, as in its messages. */
  readonly service: string;
  readonly store: Commits;
  /** None: every stream is read whole. */
  readonly snapshots?: Snapshots;
  readonly guarded: GuardedExecutor;
  readonly broker: Broker;
  readonly registry: ContractRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isShown?: IsShown;
  /** The era of the database; default: none, it is the first. */
  readonly lineage?: Lineage;
  /** Resolves when the service's own views show the commit. */
  readonly applyViews: (commit: Commit) => Promise<void>;
  /** How many streams are decided on as last seen; default 2,000. */
  readonly rememberedStreams?: number;
  /** What published commits wait for before they are marked together; default: nothing. */
  readonly gather?: Gather;
}

/** How one process of a service turns decisions into commits and commits into messages, over any store and any broker. */
export interface Writing {
  readonly log: CommitLog;
  /** Streams as this process last saw them. */
  readonly recent: RecentStreams;
  readonly publisher: Publisher;
  readonly sweeper: Sweeper;
  /** Wakes the streams of these kinds. */
  wakerOf(deciders: readonly AnyDecider[]): Waker;
}

/** A commit is durable → own views show it, its commands leave → its events leave → spent secrets are blanked, it is marked; the sweep does the same for a process that died. */
export function createWriting(options: WritingOptions): Writing {
  const { store, snapshots, guarded, broker, registry, clock, logger, isShown, lineage, applyViews } = options;
  const recent = new RecentStreams(options.rememberedStreams);
  const marks = new PublishedMarks({ store, recent, registry, gather: options.gather });
  const publisher = new Publisher({ broker, service: options.service, marks, registry, logger });
  const sendAgain = async (commit: Commit): Promise<void> => {
    await applyViews(commit); // whoever committed it may have died before
    const armed = await store.arm(commit._id, clock.now());
    if (armed) publisher.offer(armed, Promise.resolve());
  };
  const committed = async (commit: Commit): Promise<void> => {
    crashPoint('after-commit');
    const shown = applyViews(commit).then(() => crashPoint('after-views'));
    publisher.offer(commit, shown);
    await shown;
  };
  // What is not pending any more is shown: marks come after views.
  const shown = (commit: Commit): Promise<void> => (commit.pending ? applyViews(commit) : Promise.resolve());
  const sink = { committed, shown, answerAgain: sendAgain };
  const log = new CommitLog({ store, snapshots, guarded, recent, registry, clock, isShown, lineage, sink });
  const complete = async (commit: Commit): Promise<void> => {
    await publisher.publish(commit, applyViews(commit));
  };
  return {
    log,
    recent,
    publisher,
    sweeper: new Sweeper({ store, broker, clock, logger, complete }),
    wakerOf: (deciders) => new Waker({ store, log, clock, logger, deciders, sendAgain, lineage }),
  };
}
