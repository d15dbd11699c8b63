import { allContracts, ContractRegistry } from '@ordergraph/events';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Broker } from './broker/port.js';
import type { Commit } from './commits/commit.js';
import { CommitLog } from './commits/commit-log.js';
import { CommitStore } from './commits/commit-store.js';
import { GuardedCommits } from './commits/guarded-commits.js';
import { ServiceConsumers } from './consuming/service-consumers.js';
import { DatabaseClock } from './database-clock.js';
import { Waker } from './deadlines/waker.js';
import { Feed } from './feed/feed.js';
import { observeOutbox } from './metrics.js';
import type { MessagingParts } from './parts.js';
import { Publisher } from './publishing/publisher.js';
import { rearm } from './publishing/rearm.js';
import { blankSecrets } from './publishing/secrets.js';
import { Sweeper } from './publishing/sweeper.js';
import { fillNewViews } from './views/own-views.js';
import { ViewStore } from './views/view-store.js';

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
  readonly #store: CommitStore;
  readonly #guarded: GuardedCommits;
  readonly #views: ViewStore;
  readonly #publisher: Publisher;
  readonly #sweeper: Sweeper;
  readonly #consumers: ServiceConsumers;
  readonly #stops: (() => Promise<unknown>)[] = [];
  #parts: MessagingParts = { streams: [] };

  constructor(options: MessagingOptions) {
    const { service, broker, logger } = options;
    const database = options.database.db;
    if (!database) throw new TypeError('messaging needs an open database connection');
    const registry = this.#registry;
    this.#options = options;
    this.#clock = new DatabaseClock(database);
    this.#store = new CommitStore(database);
    this.#views = new ViewStore(database, registry);
    const { collection } = this.#store;
    this.#publisher = new Publisher({ broker, service, commits: collection, registry, logger });
    const client = options.database.getClient();
    this.#guarded = new GuardedCommits({ client, database, registry, clock: this.#clock });
    this.log = new CommitLog({
      store: this.#store,
      guarded: this.#guarded,
      registry,
      clock: this.#clock,
      sink: {
        committed: async (commit) => {
          await this.#beforePublishing(commit);
          this.#publisher.offer(commit);
        },
        answerAgain: (commit) => this.#sendAgain(commit),
      },
    });
    this.feed = new Feed({ store: this.#store, database, logger });
    this.#sweeper = new Sweeper({
      store: this.#store,
      broker,
      clock: this.#clock,
      logger,
      complete: async (commit) => {
        await this.#beforePublishing(commit);
        await this.#publisher.publish(commit);
      },
    });
    this.#consumers = new ServiceConsumers({
      ...options,
      database,
      store: this.#store,
      views: this.#views,
      registry,
      consumes: options.roles.has('consumer'),
    });
  }

  /** Creates indexes and starts everything its roles ask for. Does not wait for a broker: it is used when it comes. */
  async start(parts: MessagingParts): Promise<void> {
    const { roles, metrics } = this.#options;
    this.#parts = parts;
    for (const fact of parts.facts ?? []) this.#registry.add(fact);
    await Promise.all([this.#clock.start(), this.#store.createIndexes()]);
    await fillNewViews(this.#database(), this.#store, this.#views, parts.ownViews ?? []);
    observeOutbox(metrics, this.#store, this.#clock);
    if (roles.has('graphql')) this.#startFeed();
    if (roles.has('sweeper')) this.#startSweeping();
    this.#consumers.start(parts);
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
    await this.#consumers.stop(budgetMilliseconds);
    await Promise.all(this.#stops.map((stop) => stop()));
    await Promise.all([this.#store.idle(), this.#guarded.idle()]);
    await this.#views.idle();
    await this.#publisher.drain();
    this.#clock.stop();
  }

  async #beforePublishing(commit: Commit): Promise<void> {
    await this.#views.applyCommit(this.#parts.ownViews ?? [], commit);
    if (commit.spendsSecrets) await blankSecrets(this.#store, commit._id.stream, this.#registry);
  }

  async #sendAgain(commit: Commit): Promise<void> {
    const armed = await rearm(this.#store.collection, commit._id, this.#clock.now());
    if (armed) this.#publisher.offer(armed);
  }

  #startFeed(): void {
    this.feed.start();
  }

  #startSweeping(): void {
    const waker = new Waker({
      store: this.#store,
      log: this.log,
      registry: this.#registry,
      clock: this.#clock,
      logger: this.#options.logger,
      deciders: this.#parts.streams,
      sendAgain: (commit) => this.#sendAgain(commit),
    });
    this.#sweeper.start();
    waker.start();
    this.#stops.push(
      () => this.#sweeper.stop(),
      () => waker.stop(),
    );
  }

  #database() {
    const { db } = this.#options.database;
    if (!db) throw new TypeError('the database connection is closed');
    return db;
  }
}
