import { randomUUID } from 'node:crypto';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { BrokerUnavailable } from '../../errors.js';
import { type Backoff, backoffDelay, pause } from '../backoff.js';
import type { BrokerLogger } from '../broker-logger.js';
import type { Consumption, Delivery } from '../port.js';
import { fromAmqp, deliveryCountOf } from './amqp-message.js';
import { closeQuietly, isNotFound, openChannel } from './channels.js';
import type { Names } from './names.js';

export interface SubscriptionOptions {
  /** Logical name. */
  readonly queue: string;
  readonly prefetch: number;
  readonly optional: boolean;
  readonly names: Names;
  readonly logger: BrokerLogger;
  readonly deliver: (delivery: Delivery) => void;
  /** Aborted when the broker is closed. */
  readonly closing: AbortSignal;
  /** The connection, as soon as there is one. */
  readonly connected: () => Promise<ChannelModel>;
  /** The queue may have been deleted: everything is declared again before it is consumed again. */
  readonly redeclare: (model: ChannelModel) => Promise<void>;
}

/** One channel that consumes; `unsettled` deliveries keep it open after a stop. */
interface Consuming {
  readonly channel: Channel;
  readonly consumerTag: string;
  unsettled: number;
  open: boolean;
}

const backoff: Backoff = { initial: 100, maximum: 5_000 };

/**
 * Consumes one queue through a channel of its own, and begins again whenever that ends: lost connection, channel error, or
 * the broker cancelled the consumer because the queue was deleted or moved to another node.
 *
 * States: beginning → consuming → beginning …; stopped is final. A stopped subscription keeps its channel until everything it
 * handed out is settled.
 */
export class Subscription implements Consumption {
  readonly #options: SubscriptionOptions;
  readonly #stopping = new AbortController();
  readonly #ended: AbortSignal;
  #current: Consuming | undefined;
  #failures = 0;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#ended = AbortSignal.any([this.#stopping.signal, options.closing]);
  }

  /** Resolves when deliveries flow, or the first attempt failed: then it goes on trying by itself. */
  async begin(): Promise<void> {
    const { queue, logger, optional, names } = this.#options;
    try {
      const model = await this.#options.connected();
      if (this.#failures > 0 && !optional) await this.#options.redeclare(model);
      if (!this.#ended.aborted) await this.#consume(model);
    } catch (error) {
      if (this.#ended.aborted) return;
      if (optional && isNotFound(error)) return;
      logger.warn({ err: error, queue: names.full(queue) }, 'queue cannot be consumed, trying again');
      void this.#beginAgain();
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const current = this.#current;
    if (!current) return;
    await current.channel.cancel(current.consumerTag).catch(() => undefined); // lost meanwhile: it delivers nothing either
    if (current.unsettled === 0) await closeQuietly(current.channel);
  }

  async #beginAgain(): Promise<void> {
    this.#failures += 1;
    await pause(backoffDelay(this.#failures, backoff), this.#ended);
    if (!this.#ended.aborted) await this.begin();
  }

  async #consume(model: ChannelModel): Promise<void> {
    const { queue, prefetch, names } = this.#options;
    const channel = await openChannel(model);
    const current: Consuming = { channel, consumerTag: randomUUID(), unsettled: 0, open: true };
    channel.on('close', () => this.#forget(current));
    await channel.prefetch(prefetch);
    const onMessage = (message: ConsumeMessage | null): void => {
      if (message) this.#deliver(current, message);
      else void closeQuietly(channel); // cancelled by the broker: the queue is gone, or has another leader
    };
    await channel.consume(names.full(queue), onMessage, { consumerTag: current.consumerTag });
    if (!current.open) throw new BrokerUnavailable('the channel was closed at once');
    this.#current = current;
    this.#failures = 0;
    if (this.#ended.aborted) await this.stop();
  }

  #forget(ended: Consuming): void {
    ended.open = false;
    if (this.#current !== ended) return; // it never got going: whoever opened it sees the error
    this.#current = undefined;
    if (!this.#ended.aborted) void this.#beginAgain();
  }

  #deliver(current: Consuming, message: ConsumeMessage): void {
    const { channel } = current;
    current.unsettled += 1;
    const settle = this.#settleOnce(current);
    this.#options.deliver({
      message: fromAmqp(message, this.#options.names),
      deliveryCount: deliveryCountOf(message),
      ack: () => settle(() => channel.ack(message)),
      requeue: () => settle(() => channel.nack(message, false, true)),
    });
  }

  /** After the channel is gone the broker delivers the message again, whatever is said about it now. */
  #settleOnce(current: Consuming): (settle: () => void) => void {
    let settled = false;
    return (settle) => {
      if (settled || !current.open) return;
      settled = true;
      try {
        settle();
      } catch {
        return; // the connection is closing
      }
      current.unsettled -= 1;
      if (current.unsettled === 0 && this.#ended.aborted) void closeQuietly(current.channel);
    };
  }
}
