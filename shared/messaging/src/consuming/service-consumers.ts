import { type ContractRegistry, ReplayRequested } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Broker } from '../broker/port.js';
import type { CommitStore } from '../commits/commit-store.js';
import { BrokerUnavailable } from '../errors.js';
import { ErasedPersons } from '../erasure/erased-persons.js';
import type { Eraser } from '../erasure/eraser.js';
import { erasureConsumer, holdsPersonal } from '../erasure/erasures.js';
import type { MessagingParts } from '../parts.js';
import { ReplayRequester } from '../replay/replay-requester.js';
import { ReplayResponder } from '../replay/replay-responder.js';
import { consumerQueue, topologyOf } from '../topology.js';
import { copyConsumer } from '../views/copy-consumer.js';
import type { ViewStore } from '../views/view-store.js';
import { type RunningConsumer, startConsumer } from './consumer.js';
import { type ConsumerDefinition, on } from './definitions.js';
import { StoredSuspectAttempts } from './suspect-attempts.js';

export interface ServiceConsumersOptions {
  readonly service: string;
  readonly database: mongo.Db;
  readonly store: CommitStore;
  readonly views: ViewStore;
  readonly eraser: Eraser;
  readonly broker: Broker;
  readonly registry: ContractRegistry;
  readonly logger: Logger;
  readonly metrics: Registry;
  /** Whether this process handles messages; without, it only declares what the service publishes to. */
  readonly consumes: boolean;
}

/**
 * Everything that a service consumes, in one process.
 *
 * States: declaring (as long as there is no broker) → consuming → stopped, or declaring → stopped. Invariant: nothing is started
 * after a stop, so that a process which ends before it reached its broker leaves no consumer behind.
 */
export class ServiceConsumers {
  readonly #options: ServiceConsumersOptions;
  readonly #replays: ReplayRequester;
  readonly #suspectAttempts: StoredSuspectAttempts;
  readonly #stopping = new AbortController();
  #running: RunningConsumer[] = [];
  #started: Promise<void> = Promise.resolve();

  constructor(options: ServiceConsumersOptions) {
    this.#options = options;
    this.#replays = new ReplayRequester(options);
    this.#suspectAttempts = new StoredSuspectAttempts(options.database);
  }

  createIndexes(): Promise<void> {
    return this.#suspectAttempts.createIndexes();
  }

  /** Does not wait for a broker: everything is declared and consumed when it comes. */
  start(parts: MessagingParts): void {
    this.#started = this.#start(parts);
    this.#started.catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#options.logger.error({ err: error }, 'consuming did not start');
    });
  }

  /** Resolves when everything is declared and consumed. @throws {BrokerUnavailable} when it was stopped before. */
  started(): Promise<void> {
    return this.#started;
  }

  /** Whether every view of other services' events has its history. */
  historyComplete(): Promise<boolean> {
    return this.#replays.complete();
  }

  /** Takes no more deliveries; waits for those in hand within the budget and leaves the rest to the broker. */
  async stop(budgetMilliseconds: number): Promise<void> {
    this.#stopping.abort();
    await this.#started.catch(() => undefined); // it was stopped on its way, or has been logged
    await Promise.all([this.#replays.stop(), ...this.#running.map((consumer) => consumer.stop(budgetMilliseconds))]);
  }

  async #start(parts: MessagingParts): Promise<void> {
    const { service, views, eraser } = this.#options;
    const { commands, consumers = [], copies = [] } = parts;
    const subscribers = [...consumers, ...copies.map((view) => copyConsumer(view, views))];
    if (holdsPersonal(service, parts)) subscribers.push(erasureConsumer(eraser, parts));
    await this.#declare(subscribers);
    this.#requireRunning();
    if (!this.#options.consumes) return;
    const all: ConsumerDefinition[] = [...subscribers, this.#replayConsumer()];
    if (commands) all.push({ ...commands, name: 'commands' });
    this.#running = all.map((consumer) => this.#startConsumer(consumer));
    this.#replays.start();
  }

  /**
   * Which views want the past is recorded before their queues are there: a process that dies in between leaves it to the next. A
   * queue that the broker lost, now or while this runs, is new again.
   */
  async #declare(subscribers: readonly ConsumerDefinition[]): Promise<void> {
    const { service, broker } = this.#options;
    const views = subscribers.filter(({ kind }) => kind === 'views');
    for (const view of views) await this.#replays.want(view, this.#queueOf(view));
    this.#requireRunning();
    const beforeCreating = async (missing: readonly string[]): Promise<void> => {
      const lost = views.filter((view) => missing.includes(this.#queueOf(view)));
      for (const view of lost) await this.#replays.wantAgain(view, this.#queueOf(view));
    };
    await this.#unlessStopped(broker.declare(topologyOf(service, subscribers), beforeCreating));
  }

  #startConsumer(definition: ConsumerDefinition): RunningConsumer {
    const { database, registry } = this.#options;
    return startConsumer({
      ...this.#options,
      queue: this.#queueOf(definition),
      definition,
      suspectAttempts: this.#suspectAttempts,
      erased: new ErasedPersons(database, registry),
      probe: () => database.command({ ping: 1 }),
      onReplayEnded: (ended) => this.#replays.ended(ended),
    });
  }

  #replayConsumer(): ConsumerDefinition {
    const responder = new ReplayResponder(this.#options);
    return { name: 'replays', prefetch: 4, reactions: [on(ReplayRequested, (request) => responder.answer(request))] };
  }

  #queueOf({ name, topologyVersion }: ConsumerDefinition): string {
    return consumerQueue(this.#options.service, name, topologyVersion);
  }

  #requireRunning(): void {
    if (this.#stopping.signal.aborted) throw stopped();
  }

  #unlessStopped<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this.#stopping;
    const stop = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(stopped()), { once: true });
    });
    return Promise.race([work, stop]);
  }
}

const stopped = (): BrokerUnavailable => new BrokerUnavailable('it was stopped before its broker was reached');
