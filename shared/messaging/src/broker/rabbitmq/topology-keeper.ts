import type { Channel, ChannelModel } from 'amqplib';
import { type Backoff, backoffDelay, pause } from '../backoff.js';
import type { BrokerLogger } from '../broker-logger.js';
import { type BeforeCreating, deadLetterQueue, type RetryDelays, type Topology } from '../port.js';
import type { Names } from './names.js';
import { queueArguments, retryQueueArguments } from './topology-arguments.js';
import { queueExists, withChannel } from './channels.js';

interface Wanted {
  readonly topology: Topology;
  /** Awaited before queues that are not there are made. */
  readonly beforeCreating: BeforeCreating | undefined;
}

interface Entry extends Wanted {
  topology: Topology;
  pending: { resolve: (createdQueues: string[]) => void; reject: (error: unknown) => void } | undefined;
}

/** AMQP's answer when something exists with other arguments: no attempt will ever succeed. */
const preconditionFailed = 406;

const backoff: Backoff = { initial: 200, maximum: 5_000 };

/**
 * Remembers everything that was declared, and declares it again on every new connection. Declarations run one after the
 * other, whichever connection asks, so that the first sight of a queue is seen once.
 */
export class TopologyKeeper {
  readonly #names: Names;
  readonly #delays: RetryDelays;
  readonly #logger: BrokerLogger;
  readonly #entries = new Set<Entry>();
  readonly #exchanges = new Set<string>();
  readonly #abandoned = new AbortController();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(names: Names, delays: RetryDelays, logger: BrokerLogger) {
    this.#names = names;
    this.#delays = delays;
    this.#logger = logger;
  }

  /**
   * Takes the topology into memory, and tries until a connection has declared it. Resolves with the queues that were new.
   * @throws what `abandon` was told, or PRECONDITION_FAILED when the broker has something else of that name
   */
  async declare(wanted: Wanted, connected: () => Promise<ChannelModel>): Promise<readonly string[]> {
    for (const exchange of wanted.topology.exchanges) this.#exchanges.add(exchange);
    const entry: Entry = { ...wanted, pending: undefined };
    const declared = new Promise<string[]>((resolve, reject) => (entry.pending = { resolve, reject }));
    declared.catch(() => undefined); // it may fail while an attempt is still under way
    this.#entries.add(entry);
    for (let attempt = 1; entry.pending; attempt += 1) {
      try {
        await this.#declarePending(await connected());
      } catch (error) {
        if (!entry.pending) break;
        this.#logger.warn({ err: error }, 'topology could not be declared, trying again');
        await pause(backoffDelay(attempt, backoff), this.#abandoned.signal);
      }
    }
    return declared;
  }

  /** Declares this queue never again. */
  forget(queue: string): void {
    for (const entry of this.#entries) {
      const { exchanges, queues } = entry.topology;
      entry.topology = { exchanges, queues: queues.filter(({ name }) => name !== queue) };
    }
  }

  knowsExchange(name: string): boolean {
    return this.#exchanges.has(name);
  }

  /** Declares everything on a new connection. */
  declareAll(model: ChannelModel): Promise<void> {
    return this.#inTurn(async () => {
      await withChannel(model, (channel) => this.#declareShared(channel));
      for (const entry of [...this.#entries]) await this.#declareEntry(model, entry);
    });
  }

  /** Declares what was added since. */
  #declarePending(model: ChannelModel): Promise<void> {
    return this.#inTurn(async () => {
      for (const entry of [...this.#entries]) if (entry.pending) await this.#declareEntry(model, entry);
    });
  }

  /** Ends the wait of everybody whose topology was never declared. */
  abandon(error: unknown): void {
    for (const entry of this.#entries) {
      entry.pending?.reject(error);
      entry.pending = undefined;
    }
    this.#entries.clear();
    this.#abandoned.abort();
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #declareEntry(model: ChannelModel, entry: Entry): Promise<void> {
    try {
      const looks = entry.pending ?? entry.beforeCreating;
      const created = looks ? await this.#missingQueues(model, entry.topology) : [];
      if (created.length > 0) await entry.beforeCreating?.(created);
      await withChannel(model, (channel) => this.#declare(channel, entry.topology));
      entry.pending?.resolve(created);
      entry.pending = undefined;
    } catch (error) {
      if ((error as { code?: unknown }).code !== preconditionFailed || !entry.pending) throw error;
      this.#logger.error({ err: error }, 'topology differs from what the broker has');
      this.#entries.delete(entry);
      entry.pending.reject(error);
      entry.pending = undefined;
    }
  }

  async #missingQueues(model: ChannelModel, { queues }: Topology): Promise<string[]> {
    const missing: string[] = [];
    for (const { name } of queues) {
      if (!(await queueExists(model, this.#names.full(name)))) missing.push(name);
    }
    return missing;
  }

  async #declare(channel: Channel, { exchanges, queues }: Topology): Promise<void> {
    await Promise.all(exchanges.map((name) => channel.assertExchange(this.#names.full(name), 'topic')));
    await Promise.all(
      queues.map(async (queue) => {
        const name = this.#names.full(queue.name);
        await channel.assertQueue(name, queueArguments(queue, this.#names));
        await channel.bindQueue(name, this.#names.returns, name);
        for (const { exchange, routingKey } of queue.bindings) {
          await channel.bindQueue(name, this.#names.full(exchange), routingKey);
        }
      }),
    );
  }

  async #declareShared(channel: Channel): Promise<void> {
    const deadLetters = { name: deadLetterQueue, bindings: [] };
    const { returns, unreturned } = this.#names;
    await channel.assertQueue(this.#names.full(deadLetterQueue), queueArguments(deadLetters, this.#names));
    await channel.assertExchange(unreturned, 'fanout');
    await channel.bindQueue(this.#names.full(deadLetterQueue), unreturned, '');
    await channel.assertExchange(returns, 'direct', { alternateExchange: unreturned });
    for (const milliseconds of new Set(Object.values(this.#delays))) {
      const name = this.#names.retry(milliseconds);
      await channel.assertExchange(name, 'fanout');
      await channel.assertQueue(name, retryQueueArguments(milliseconds, this.#names));
      await channel.bindQueue(name, name, '');
    }
  }
}
