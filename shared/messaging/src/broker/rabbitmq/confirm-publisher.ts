import type { ConfirmChannel } from 'amqplib';
import { crashPoint } from '../../crash-points.js';
import { BrokerUnavailable, Unroutable } from '../../errors.js';
import type { PublishOptions } from './amqp-message.js';

export interface ConfirmPublisherOptions {
  /** Publications sent and not yet confirmed, at most. */
  readonly window: number;
  /** Publications waiting for a place in the window, at most; beyond, they are refused. */
  readonly maximumWaiting: number;
  /** How long one publication may take, in milliseconds; after that its outcome is unknown. */
  readonly timeout: number;
}

export interface Publication {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly options: PublishOptions;
}

interface Outstanding extends Publication {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  timer: NodeJS.Timeout | undefined;
  returned: boolean;
}

/** A return carries no delivery tag: this header says which publication came back. */
const publicationHeader = 'ordergraph:publication';

/**
 * Publishes with confirms through one channel at a time.
 *
 * A publication is waiting → in flight → settled. Invariants: at most `window` are in flight; nothing is sent while the socket
 * is congested or the broker blocks; without a channel nothing waits and nothing is in flight. A return arrives before its
 * confirm, so the confirm knows whether the message found a queue. After a timeout the place in the window stays taken
 * until the confirm comes or the channel goes.
 */
export class ConfirmPublisher {
  readonly #options: ConfirmPublisherOptions;
  readonly #inFlight = new Map<number, Outstanding>();
  #waiting: Outstanding[] = [];
  #channel: ConfirmChannel | undefined;
  #onRefused: () => void = () => undefined;
  #congested = false;
  #blocked = false;
  #sequence = 0;
  #idle: (() => void)[] = [];

  constructor(options: ConfirmPublisherOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#channel !== undefined && !this.#blocked;
  }

  /** From now on through this channel. `onRefused`: the broker did not take a publication that was sent through it. */
  attach(channel: ConfirmChannel, onRefused: () => void): void {
    this.#channel = channel;
    this.#onRefused = onRefused;
    this.#congested = false;
    channel.on('drain', () => {
      this.#congested = false;
      this.#pump();
    });
    channel.on('return', ({ properties }) => this.#markReturned(properties.headers?.[publicationHeader]));
    channel.on('close', () => {
      if (this.#channel === channel) this.detach();
    });
  }

  /** Those in flight are settled by their channel's end; those waiting were never sent. */
  detach(): void {
    this.#channel = undefined;
    for (const outstanding of this.#waiting.splice(0)) settle(outstanding, new BrokerUnavailable('the broker is gone'));
    this.#notifyIdle();
  }

  /** While an alarm of the broker blocks publishing, nothing new is taken; what was taken waits until its timeout. */
  block(blocked: boolean): void {
    this.#blocked = blocked;
    this.#pump();
  }

  /** @throws {BrokerUnavailable} @throws {Unroutable} when mandatory and no queue took it. */
  publish(publication: Publication): Promise<void> {
    if (!this.ready) return Promise.reject(new BrokerUnavailable('the broker is not connected'));
    if (this.#waiting.length >= this.#options.maximumWaiting) {
      return Promise.reject(new BrokerUnavailable('too many messages wait to be published'));
    }
    return new Promise((resolve, reject) => {
      const outstanding: Outstanding = { ...publication, resolve, reject, timer: undefined, returned: false };
      outstanding.timer = setTimeout(() => this.#expire(outstanding), this.#options.timeout);
      this.#waiting.push(outstanding);
      this.#pump();
    });
  }

  /** Resolves when nothing is waiting or in flight. */
  idle(): Promise<void> {
    if (this.#inFlight.size + this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #pump(): void {
    while (this.ready && !this.#congested && this.#inFlight.size < this.#options.window) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#send(next);
    }
  }

  #send(outstanding: Outstanding): void {
    const sequence = ++this.#sequence;
    const { exchange, routingKey, content, options } = outstanding;
    const tagged = options.mandatory
      ? { ...options, headers: { ...(options.headers as object | undefined), [publicationHeader]: sequence } }
      : options;
    this.#inFlight.set(sequence, outstanding);
    const onRefused = this.#onRefused;
    try {
      const onConfirm = (error: unknown): void => {
        if (!error) crashPoint('before-confirm');
        if (error) onRefused();
        this.#confirm(sequence, error);
      };
      this.#congested = !this.#channel?.publish(exchange, routingKey, content, tagged, onConfirm);
    } catch (error) {
      this.#inFlight.delete(sequence);
      settle(outstanding, new BrokerUnavailable('the message could not be sent', error));
    }
  }

  #confirm(sequence: number, error: unknown): void {
    const outstanding = this.#inFlight.get(sequence);
    if (!outstanding) return;
    this.#inFlight.delete(sequence);
    settle(outstanding, outcomeOf(outstanding, error));
    this.#pump();
    this.#notifyIdle();
  }

  #markReturned(sequence: unknown): void {
    const outstanding = typeof sequence === 'number' ? this.#inFlight.get(sequence) : undefined;
    if (outstanding) outstanding.returned = true;
  }

  #expire(outstanding: Outstanding): void {
    const place = this.#waiting.indexOf(outstanding);
    if (place >= 0) this.#waiting.splice(place, 1);
    settle(outstanding, new BrokerUnavailable(`no confirm within ${this.#options.timeout} ms`));
  }

  #notifyIdle(): void {
    if (this.#inFlight.size + this.#waiting.length > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

function outcomeOf(outstanding: Outstanding, error: unknown): Error | undefined {
  if (error) return new BrokerUnavailable('the broker did not confirm the message', error);
  return outstanding.returned ? new Unroutable(outstanding.routingKey) : undefined;
}

function settle(outstanding: Outstanding, error: Error | undefined): void {
  clearTimeout(outstanding.timer);
  if (error) outstanding.reject(error);
  else outstanding.resolve();
}
