import type { ChannelModel } from 'amqplib';
import { setTimeout as wait } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { BrokerUnavailable, Unroutable } from '../../errors.js';
import type { BrokerLogger } from '../broker-logger.js';
import { type BrokerMetrics, brokerMetrics } from '../broker-metrics.js';
import { ConnectionListeners } from '../connection-listeners.js';
import {
  type BeforeCreating,
  type Broker,
  type BrokerMessage,
  type ConsumeOptions,
  type Consumption,
  type Delivery,
  defaultRetryDelays,
  type HeldDeadLetters,
  type RetryDelay,
  type RetryDelays,
  type Topology,
} from '../port.js';
import { toAmqp } from './amqp-message.js';
import { browseQueue } from './browse.js';
import { deleteQueue, queueIsThere } from './channels.js';
import { ConfirmPublisher } from './confirm-publisher.js';
import { holdDeadLetters } from './hold-dead-letters.js';
import { createNames, type Names } from './names.js';
import { openPublishingChannel } from './publishing-channel.js';
import { RabbitConnection } from './rabbit-connection.js';
import { Subscription } from './subscription.js';
import { TopologyKeeper } from './topology-keeper.js';

export interface RabbitBrokerOptions {
  /** `amqp://` or `amqps://`; the virtual host is its path. Several nodes of a cluster are separated by commas. */
  readonly url: string;
  /** Put in front of every name on the broker. */
  readonly namespace: string;
  /** Shown by the broker to operators; `publish` and `consume` are appended. */
  readonly connectionName: string;
  readonly logger: BrokerLogger;
  readonly registry?: Registry;
  readonly retryDelays?: RetryDelays;
  /** Unconfirmed publications at most. Default 256: more does not publish faster. */
  readonly confirmWindow?: number;
  /** Milliseconds after which a publication without a confirm is given up. Default 30,000. */
  readonly confirmTimeout?: number;
}

/**
 * RabbitMQ 3.10 or newer, with quorum queues. Needs no broker to be constructed: it connects when there is one, and until then
 * publishing is refused at once. Publishing and consuming have a connection each, so that a broker which blocks
 * publishers does not stop consumers.
 */
export function createRabbitBroker(options: RabbitBrokerOptions): Broker {
  return new RabbitBroker(options);
}

const closed = (): BrokerUnavailable => new BrokerUnavailable('the broker was closed');

class RabbitBroker implements Broker {
  readonly kind = 'rabbitmq';
  readonly #names: Names;
  readonly #delays: RetryDelays;
  readonly #logger: BrokerLogger;
  readonly #metrics: BrokerMetrics;
  readonly #topology: TopologyKeeper;
  readonly #publisher: ConfirmPublisher;
  readonly #publishing: RabbitConnection;
  readonly #consuming: RabbitConnection;
  readonly #listeners = new ConnectionListeners();
  readonly #closing = new AbortController();

  constructor(options: RabbitBrokerOptions) {
    this.#names = createNames(options.namespace);
    this.#delays = options.retryDelays ?? defaultRetryDelays;
    this.#logger = options.logger;
    this.#metrics = brokerMetrics(options.registry);
    this.#topology = new TopologyKeeper(this.#names, this.#delays, options.logger);
    const { confirmWindow: window = 256, confirmTimeout: timeout = 30_000 } = options;
    this.#publisher = new ConfirmPublisher({ window, timeout, maximumWaiting: 10_000 });
    this.#publishing = this.#connect(options, 'publish', async (model) => {
      await this.#topology.declareAll(model);
      await openPublishingChannel(model, this.#publisher);
    });
    this.#consuming = this.#connect(options, 'consume', (model) => this.#topology.declareAll(model));
  }

  get connected(): boolean {
    return this.#publisher.ready && this.#publishing.model !== undefined && this.#consuming.model !== undefined;
  }

  onConnectionChange(listener: (connected: boolean) => void): () => void {
    return this.#listeners.add(listener);
  }

  async declare(
    topology: Topology,
    beforeCreating?: BeforeCreating,
  ): Promise<{ readonly createdQueues: readonly string[] }> {
    this.#requireOpen();
    const wanted = { topology, beforeCreating };
    const createdQueues = await this.#topology.declare(wanted, () => this.#consuming.connected());
    await this.#publishing.connected(); // whoever declares goes on to publish
    return { createdQueues };
  }

  async publish(exchange: string, message: BrokerMessage): Promise<void> {
    if (!this.#topology.knowsExchange(exchange)) throw new TypeError(`exchange ${exchange} was not declared`);
    await this.#publish(this.#names.full(exchange), message.routingKey, message, false);
  }

  async send(queue: string, message: BrokerMessage): Promise<void> {
    try {
      await this.#publish('', this.#names.full(queue), message, true);
    } catch (error) {
      throw error instanceof Unroutable ? new Unroutable(queue) : error;
    }
  }

  async retryLater(queue: string, delay: RetryDelay, message: BrokerMessage): Promise<void> {
    try {
      await this.#publish(this.#names.retry(this.#delays[delay]), this.#names.full(queue), message, true);
    } catch (error) {
      throw error instanceof Unroutable ? new BrokerUnavailable('the retry queue is missing', error) : error;
    }
  }

  async consume(
    queue: string,
    { prefetch, optional = false }: ConsumeOptions,
    deliver: (delivery: Delivery) => void,
  ): Promise<Consumption> {
    this.#requireOpen();
    const subscription = new Subscription({
      queue,
      prefetch,
      optional,
      deliver,
      closing: this.#closing.signal,
      names: this.#names,
      logger: this.#logger,
      connected: () => this.#consuming.connected(),
      redeclare: (model) => this.#topology.declareAll(model),
    });
    const begun = subscription.begin();
    if (this.#consuming.model) await begun;
    return subscription;
  }

  async browse(queue: string, limit: number): Promise<readonly BrokerMessage[]> {
    return browseQueue(this.#consumingModel(), this.#names, queue, limit);
  }

  async removeQueue(queue: string): Promise<void> {
    this.#topology.forget(queue);
    await deleteQueue(this.#consumingModel(), this.#names.full(queue));
  }

  exists(queue: string): Promise<boolean> {
    return queueIsThere(this.#consumingModel(), this.#names.full(queue));
  }

  holdDeadLetters(limit: number): Promise<HeldDeadLetters> {
    const send = (queue: string, message: BrokerMessage): Promise<void> => this.send(queue, message);
    return holdDeadLetters(this.#consumingModel(), { names: this.#names, limit, send });
  }

  async close(budgetMilliseconds: number): Promise<void> {
    const budget = wait(budgetMilliseconds, undefined, { ref: false });
    await Promise.race([this.#publisher.idle(), budget]);
    this.#closing.abort();
    this.#topology.abandon(closed());
    const disconnected = Promise.all([this.#publishing.close(), this.#consuming.close()]);
    // A broker that does not answer must not hold up the end of the process.
    await Promise.race([disconnected, wait(1_000, undefined, { ref: false })]);
    this.#publisher.detach();
  }

  #requireOpen(): void {
    if (this.#closing.signal.aborted) throw closed();
  }

  #consumingModel(): ChannelModel {
    this.#requireOpen();
    const model = this.#consuming.model;
    if (!model) throw new BrokerUnavailable('the broker is not connected');
    return model;
  }

  #connect(
    { url, connectionName }: RabbitBrokerOptions,
    purpose: 'publish' | 'consume',
    setup: (model: ChannelModel) => Promise<void>,
  ): RabbitConnection {
    const onChange = (): void => {
      this.#listeners.tell(this.connected);
      this.#metrics.connected(this.connected);
    };
    return new RabbitConnection({
      url,
      name: `${connectionName} ${purpose}`,
      logger: this.#logger,
      setup,
      onChange,
      ...(purpose === 'publish' && {
        onBlocked: (blocked: boolean) => {
          this.#publisher.block(blocked);
          onChange();
        },
      }),
    });
  }

  async #publish(exchange: string, routingKey: string, message: BrokerMessage, mandatory: boolean): Promise<void> {
    const options = { ...toAmqp(message), mandatory };
    const outcome = this.#publisher.publish({ exchange, routingKey, content: message.content, options });
    await this.#metrics.published(outcome);
  }
}
