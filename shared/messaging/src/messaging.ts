import { allContracts, ContractRegistry, ReplayRequested } from '@ordergraph/events';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Broker } from './broker/port.js';
import type { Commit } from './commits/commit.js';
import { CommitLog } from './commits/commit-log.js';
import { CommitStore } from './commits/commit-store.js';
import { GuardedCommits } from './commits/guarded-commits.js';
import { startConsumer, type RunningConsumer } from './consuming/consumer.js';
import { type ConsumerDefinition, on } from './consuming/definitions.js';
import { DatabaseClock } from './database-clock.js';
import { Waker } from './deadlines/waker.js';
import { Feed } from './feed/feed.js';
import { observeOutbox } from './metrics.js';
import type { MessagingParts } from './parts.js';
import { Publisher } from './publishing/publisher.js';
import { rearm } from './publishing/rearm.js';
import { blankSecrets } from './publishing/secrets.js';
import { Sweeper } from './publishing/sweeper.js';
import { ReplayRequester } from './replay/replay-requester.js';
import { ReplayResponder } from './replay/replay-responder.js';
import { consumerQueue, topologyOf } from './topology.js';
import { copyConsumer } from './views/copy-consumer.js';
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
  readonly #replays: ReplayRequester;
  readonly #stops: (() => Promise<unknown>)[] = [];
  #parts: MessagingParts = { streams: [] };
  #consumers: RunningConsumer[] = [];
  #consuming: Promise<void> = Promise.resolve();

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
    this.#replays = new ReplayRequester({ service, database, broker, logger });
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
    this.#consuming = this.#startConsuming();
    this.#consuming.catch((error: unknown) => this.#options.logger.error({ err: error }, 'consuming did not start'));
  }

  /** Resolves when the topology is declared and every consumer of this process is running. */
  async consuming(): Promise<void> {
    await this.#consuming;
  }

  /** Whether every view of other services' events has its history. */
  historyComplete(): Promise<boolean> {
    return this.#replays.complete();
  }

  /** Takes no more work, finishes what is in hand, publishes and marks it; the broker is its owner's to close. */
  async stop(budgetMilliseconds: number): Promise<void> {
    await this.feed.stop();
    await Promise.all(this.#consumers.map((consumer) => consumer.stop(budgetMilliseconds)));
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

  async #startConsuming(): Promise<void> {
    const { service, broker, roles } = this.#options;
    const { commands, consumers = [], copies = [] } = this.#parts;
    const subscribers = [...consumers, ...copies.map((view) => copyConsumer(view, this.#views))];
    const viewConsumers = subscribers.filter(({ kind }) => kind === 'views');
    const queueOf = ({ name, topologyVersion }: ConsumerDefinition): string =>
      consumerQueue(service, name, topologyVersion);
    for (const consumer of viewConsumers) await this.#replays.want(consumer, queueOf(consumer));
    const { createdQueues } = await broker.declare(topologyOf(service, subscribers));
    for (const consumer of viewConsumers) {
      if (createdQueues.includes(queueOf(consumer))) await this.#replays.wantAgain(consumer, queueOf(consumer));
    }
    if (!roles.has('consumer')) return;
    const all: ConsumerDefinition[] = [...subscribers, this.#replayConsumer()];
    if (commands) all.push({ ...commands, name: 'commands' });
    this.#consumers = await Promise.all(all.map((consumer) => this.#startConsumer(consumer, queueOf(consumer))));
    this.#replays.start();
    this.#stops.push(() => this.#replays.stop());
  }

  #startConsumer(consumer: ConsumerDefinition, queue: string): Promise<RunningConsumer> {
    const { service, broker, logger, metrics } = this.#options;
    return startConsumer({
      service,
      broker,
      queue,
      definition: consumer,
      registry: this.#registry,
      logger,
      metrics,
      probe: () => this.#database().command({ ping: 1 }),
      onReplayEnded: (ended) => this.#replays.ended(ended),
    });
  }

  #replayConsumer(): ConsumerDefinition {
    const responder = new ReplayResponder({
      service: this.#options.service,
      store: this.#store,
      broker: this.#options.broker,
      registry: this.#registry,
    });
    return { name: 'replays', prefetch: 4, reactions: [on(ReplayRequested, (request) => responder.answer(request))] };
  }

  #database() {
    const { db } = this.#options.database;
    if (!db) throw new TypeError('the database connection is closed');
    return db;
  }
}
