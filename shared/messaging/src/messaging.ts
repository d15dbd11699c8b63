import { allContracts, ContractRegistry } from '@ordergraph/events';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Broker } from './broker/port.js';
import type { CommitLog } from './commits/commit-log.js';
import { CommitStore } from './commits/commit-store.js';
import { GuardedCommits } from './commits/guarded-commits.js';
import { DatabaseLineage } from './commits/lineage.js';
import { SnapshotStore } from './commits/snapshot-store.js';
import { ServiceConsumers } from './consuming/service-consumers.js';
import { DatabaseClock } from './database-clock.js';
import { Eraser } from './erasure/eraser.js';
import { holdsPersonal, requireErasableViews } from './erasure/erasures.js';
import { Feed } from './feed/feed.js';
import { gatherFor } from './group-flush.js';
import { observeOutbox } from './metrics.js';
import type { MessagingParts } from './parts.js';
import { fillNewViews } from './views/own-views.js';
import type { RebuildableView } from './views/rebuild/rebuildable.js';
import { ViewRebuilder } from './views/rebuild/view-rebuilder.js';
import { typesShown } from './views/rows.js';
import { ViewStore } from './views/view-store.js';
import { createWriting, type Writing } from './writing.js';

/** What a process does: answer clients, consume messages, or look after what others left undone. */
export type Role = 'graphql' | 'consumer' | 'sweeper';

export interface MessagingOptions {
  /** Name of the service, as in its messages. */
  readonly service: string;
  /** An open connection to the service's own database (majority, journalled, primary). */
  readonly database: Connection;
  readonly broker: Broker;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly roles: ReadonlySet<Role>;
}

/**
 * The messaging of one service in one process: its commit log, its publishing, what it consumes, and the feed of its
 * streams. Made before the service's parts, since they use `log` and `feed`; `start(parts)` sets it going.
 */
export class Messaging {
  readonly log: CommitLog;
  readonly feed: Feed;
  readonly #options: MessagingOptions;
  readonly #registry = new ContractRegistry(allContracts);
  readonly #clock: DatabaseClock;
  readonly #lineage: DatabaseLineage;
  readonly #store: CommitStore;
  readonly #snapshots: SnapshotStore;
  readonly #guarded: GuardedCommits;
  readonly #views: ViewStore;
  readonly #writing: Writing;
  readonly #consumers: ServiceConsumers;
  readonly #eraser: Eraser;
  readonly #rebuilder: ViewRebuilder;
  readonly #stops: (() => Promise<unknown>)[] = [];
  #parts: MessagingParts = { streams: [] };
  #shown: ReadonlySet<string> = new Set();

  constructor(options: MessagingOptions) {
    const { service, broker, logger } = options;
    const database = options.database.db;
    if (!database) throw new TypeError('messaging needs an open database connection');
    const registry = this.#registry;
    this.#options = options;
    this.#clock = new DatabaseClock(database);
    this.#lineage = new DatabaseLineage(database, this.#clock);
    this.#store = new CommitStore(database);
    this.#snapshots = new SnapshotStore(database, this.#store);
    this.#views = new ViewStore(database, registry);
    const client = options.database.getClient();
    const snapshots = this.#snapshots;
    const isShown = (type: string): boolean => this.#shown.has(type);
    const lineage = this.#lineage;
    this.#guarded = new GuardedCommits({ client, database, snapshots, registry, clock: this.#clock, isShown, lineage });
    this.#writing = createWriting({
      service,
      broker,
      logger,
      registry,
      store: this.#store,
      snapshots,
      guarded: this.#guarded,
      clock: this.#clock,
      applyViews: (commit) => this.#views.applyCommit(this.#parts.ownViews ?? [], commit),
      isShown,
      lineage,
      gather: gatherFor(1_000),
    });
    this.log = this.#writing.log;
    this.feed = new Feed({ store: this.#store, logger });
    const store = this.#store;
    this.#eraser = new Eraser({ database, store, snapshots, registry, recent: this.#writing.recent });
    this.#consumers = new ServiceConsumers({
      ...options,
      database,
      store,
      views: this.#views,
      eraser: this.#eraser,
      registry,
      consumes: options.roles.has('consumer'),
    });
    this.#rebuilder = new ViewRebuilder({
      service,
      database,
      broker,
      registry,
      logger,
      store: this.#store,
      views: this.#views,
    });
  }

  /** Creates indexes and starts everything its roles ask for. Does not wait for a broker: it is used when it comes. */
  async start(parts: MessagingParts): Promise<void> {
    const { service, roles, metrics } = this.#options;
    requireErasableViews(parts);
    this.#parts = parts;
    this.#shown = typesShown(parts.ownViews ?? []);
    for (const fact of parts.facts ?? []) this.#registry.add(fact);
    const indexes = [this.#store.createIndexes(), this.#consumers.createIndexes()];
    if (holdsPersonal(service, parts)) indexes.push(this.#eraser.createIndexes());
    await Promise.all([this.#clock.start(), this.#snapshots.open(), ...indexes]);
    if (await this.#lineage.open()) this.#tellOfRestore();
    await fillNewViews(this.#database(), this.#store, this.#views, parts.ownViews ?? []);
    observeOutbox(metrics, this.#store, this.#clock);
    if (roles.has('graphql')) this.#startFeed();
    if (roles.has('sweeper')) this.#startSweeping();
    this.#consumers.start(parts);
    if (roles.has('consumer')) await this.#rebuilder.start(rebuildable(parts));
  }

  /** Resolves when the topology is declared and every consumer of this process runs. @throws {BrokerUnavailable} when stopped before. */
  consuming(): Promise<void> {
    return this.#consumers.started();
  }

  /** Whether every view of other services' events has its history. */
  historyComplete(): Promise<boolean> {
    return this.#consumers.historyComplete();
  }

  /** Takes no more work, finishes what is in hand, publishes and marks it; the broker is its owner's to close. */
  async stop(budgetMilliseconds: number): Promise<void> {
    await this.feed.stop();
    await Promise.all([this.#rebuilder.stop(), this.#consumers.stop(budgetMilliseconds)]);
    await Promise.all(this.#stops.map((stop) => stop()));
    await Promise.all([this.#store.idle(), this.#guarded.idle(), this.#snapshots.idle()]);
    await this.#views.idle();
    await this.#writing.publisher.drain();
    this.#clock.stop();
  }

  #tellOfRestore(): void {
    const { era } = this.#lineage;
    this.#options.logger.warn({ era: era?.name }, 'the database was restored from a backup: a new era begins');
  }

  #startFeed(): void {
    this.feed.start();
  }

  #startSweeping(): void {
    const { sweeper } = this.#writing;
    const waker = this.#writing.wakerOf(this.#parts.streams);
    sweeper.start();
    waker.start();
    this.#stops.push(
      () => sweeper.stop(),
      () => waker.stop(),
    );
  }

  #database() {
    const { db } = this.#options.database;
    if (!db) throw new TypeError('the database connection is closed');
    return db;
  }
}

const rebuildable = ({ ownViews = [], copies = [] }: MessagingParts): RebuildableView[] => [
  ...ownViews.map((view) => ({ view, isOwn: true })),
  ...copies.map((view) => ({ view, isOwn: false })),
];
