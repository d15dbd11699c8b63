import { setTimeout as wait } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { allOver } from '../../all-over.js';
import { BrokerUnavailable, Unroutable } from '../../errors.js';
import type { BrokerLogger } from '../broker-logger.js';
import { ConnectionListeners } from '../connection-listeners.js';
import {
  type BeforeCreating,
  type Broker,
  type BrokerMessage,
  type ConsumeOptions,
  type Consumption,
  deadLetterQueue,
  defaultRetryDelays,
  type Delivery,
  type HeldDeadLetters,
  type RetryDelay,
  type RetryDelays,
  type Topology,
} from '../port.js';
import { KnownQueues } from './known-queues.js';
import type { MemoryQueue } from './memory-queue.js';
import { ParkingLot } from './parking-lot.js';
import type { DurableCopy } from './queued-item.js';
import { Routing } from './routing.js';
import { untilDatabaseAnswers } from './until-database-answers.js';

export interface EmbeddedBrokerOptions {
  /** Keeps what waits: the retry ladder, the dead letters, and which queues there are. */
  readonly database: mongo.Db;
  readonly logger: BrokerLogger;
  readonly retryDelays?: RetryDelays;
  /** Messages in memory at most, over all queues; beyond, publishing is refused. Default 20,000. */
  readonly maximumMessages?: number;
  /** Milliseconds a publisher waits for the effect of its message. Default 10,000. */
  readonly patience?: number;
  /** Milliseconds after which a queue that no service of this process has declared is given up. Default 60,000; `Infinity` for a visitor, who declares none. */
  readonly retirement?: number;
}

/**
 * A broker inside one process, shared by all services in it. It confirms a message only when every subscriber's effect is
 * durable or the message is parked durably, so the end of the process loses nothing: the publisher still has it, or the
 * database. A publisher that waits too long is told `BrokerUnavailable` and publishes again.
 */
export function createEmbeddedBroker(options: EmbeddedBrokerOptions): Broker {
  return new EmbeddedBroker(options);
}

class EmbeddedBroker implements Broker {
  readonly kind = 'embedded';
  readonly #options: EmbeddedBrokerOptions;
  readonly #delays: RetryDelays;
  readonly #routing: Routing;
  readonly #known: KnownQueues;
  readonly #parked: ParkingLot;
  readonly #restored: Promise<void>;
  #retirement: NodeJS.Timeout | undefined;
  /** Whoever declares a queue that is being given up waits: it is new then, and begins empty. */
  #retired: Promise<void> = Promise.resolve();
  readonly #listeners = new ConnectionListeners();
  readonly #closing = new AbortController();

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
    this.#delays = options.retryDelays ?? defaultRetryDelays;
    this.#routing = new Routing(options.patience ?? 10_000);
    this.#routing.declare({ name: deadLetterQueue, bindings: [] });
    this.#known = new KnownQueues(options.database);
    this.#parked = new ParkingLot({
      ...options,
      consumedQueues: () => [...this.#routing.queues].filter(([, { isConsumed }]) => isConsumed).map(([name]) => name),
      redeliver: (queue, message, durable) => this.#redeliver(queue, message, durable),
    });
    this.#restored = this.#restore();
    this.#restored.catch(() => undefined); // closed before: everybody who awaits it is told
    const { retirement = 60_000 } = options;
    if (Number.isFinite(retirement)) {
      this.#retirement = setTimeout(() => (this.#retired = this.#retire()), retirement).unref();
    }
    this.#listeners.tell(true);
  }

  get connected(): boolean {
    return !this.#closing.signal.aborted;
  }

  onConnectionChange(listener: (connected: boolean) => void): () => void {
    return this.#listeners.add(listener);
  }

  async declare(
    { exchanges, queues }: Topology,
    beforeCreating?: BeforeCreating,
  ): Promise<{ readonly createdQueues: readonly string[] }> {
    this.#requireOpen();
    await this.#restored;
    await this.#retired;
    const createdQueues: string[] = [];
    const missing = queues.flatMap(({ name }) => (this.#routing.queue(name) ? [] : [name]));
    if (missing.length > 0) await beforeCreating?.(missing);
    for (const queue of queues) {
      if (await this.#untilDatabaseAnswers(() => this.#known.record(queue))) createdQueues.push(queue.name);
      this.#routing.declare(queue);
    }
    for (const exchange of exchanges) this.#routing.addExchange(exchange);
    this.#parked.wake();
    return { createdQueues };
  }

  async publish(exchange: string, message: BrokerMessage): Promise<void> {
    this.#requireRoom();
    await this.#restored;
    const queues = this.#routing.subscribers(exchange, message.routingKey);
    if (!queues) throw new TypeError(`exchange ${exchange} was not declared`);
    await allOver(queues.map((queue) => queue.publish(message))); // not told while a queue still has it
  }

  async send(name: string, message: BrokerMessage): Promise<void> {
    this.#requireRoom();
    await this.#restored;
    const queue = this.#routing.queue(name);
    if (!queue) throw new Unroutable(name);
    // Nobody may ever consume the dead letters: they are durable at once.
    await (name === deadLetterQueue ? this.#parked.park(name, message, 0) : queue.publish(message));
  }

  async retryLater(queue: string, delay: RetryDelay, message: BrokerMessage): Promise<void> {
    this.#requireOpen();
    await this.#parked.park(queue, message, this.#delays[delay]);
  }

  async consume(
    name: string,
    { prefetch, optional = false }: ConsumeOptions,
    deliver: (delivery: Delivery) => void,
  ): Promise<Consumption> {
    this.#requireOpen();
    await this.#restored;
    const known = this.#routing.queue(name);
    if (!known && !optional) throw new Unroutable(name);
    // An optional queue may have no messages in memory and still some on the retry ladder.
    const consumption = (known ?? this.#routing.declare({ name, bindings: [] })).consume(prefetch, deliver);
    this.#parked.wake();
    return consumption;
  }

  async browse(name: string, limit: number): Promise<readonly BrokerMessage[]> {
    this.#requireOpen();
    await this.#restored;
    const queue = this.#routing.queue(name);
    if (!queue) throw new Unroutable(name);
    return name === deadLetterQueue ? this.#parked.browse(name, limit) : queue.browse(limit);
  }

  async removeQueue(queue: string): Promise<void> {
    this.#requireOpen();
    await this.#restored;
    this.#routing.remove(queue);
    await this.#untilDatabaseAnswers(() => this.#known.forget(queue));
    await this.#untilDatabaseAnswers(() => this.#parked.remove(queue));
  }

  async exists(queue: string): Promise<boolean> {
    this.#requireOpen();
    await this.#restored;
    return this.#routing.queue(queue) !== undefined;
  }

  async holdDeadLetters(limit: number): Promise<HeldDeadLetters> {
    this.#requireOpen();
    await this.#restored;
    const letters = (await this.#parked.heldIn(deadLetterQueue, limit)).map((letter) => ({
      ...letter,
      moveTo: (queue: string, message: BrokerMessage) => {
        if (!this.#routing.queue(queue)) return Promise.reject(new Unroutable(queue));
        return letter.moveTo(queue, message);
      },
    }));
    return { letters, release: () => Promise.resolve() };
  }

  async close(budgetMilliseconds: number): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#retirement);
    this.#listeners.tell(false);
    for (const [, queue] of this.#routing.queues) queue.drain();
    const deadline = performance.now() + budgetMilliseconds;
    while (this.#sum(({ inHand }) => inHand) > 0 && performance.now() < deadline) await wait(10);
    for (const [, queue] of this.#routing.queues) queue.close();
    await this.#parked.close();
  }

  async #restore(): Promise<void> {
    const known = await this.#untilDatabaseAnswers(async () => {
      await this.#parked.createIndexes();
      return this.#known.all();
    });
    for (const declaration of known) this.#routing.restore(declaration);
  }

  /** Nobody in this process wants these queues: their publishers would wait for ever, and so would what failed in them. */
  async #retire(): Promise<void> {
    const { logger } = this.#options;
    for (const queue of this.#routing.retire()) {
      logger.warn({ queue }, 'no service declares this queue any more: it is given up');
      const forgotten = this.#parked.move(queue, deadLetterQueue).then(() => this.#known.forget(queue));
      await forgotten.catch((error: unknown) => logger.warn({ err: error, queue }, 'it is still known'));
    }
  }

  #untilDatabaseAnswers<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    return untilDatabaseAnswers(work, { logger: this.#options.logger, closing: this.#closing.signal });
  }

  #redeliver(name: string, message: BrokerMessage, durable: DurableCopy): void {
    const queue = this.#routing.queue(name);
    if (queue) queue.redeliver(message, durable);
    else durable.dropped();
  }

  #requireOpen(): void {
    if (!this.connected) throw new BrokerUnavailable('the broker was closed');
  }

  #requireRoom(): void {
    this.#requireOpen();
    const { maximumMessages = 20_000 } = this.#options;
    if (this.#sum(({ size }) => size) >= maximumMessages) throw new BrokerUnavailable('too many messages in memory');
  }

  #sum(value: (queue: MemoryQueue) => number): number {
    let sum = 0;
    for (const [, queue] of this.#routing.queues) sum += value(queue);
    return sum;
  }
}
