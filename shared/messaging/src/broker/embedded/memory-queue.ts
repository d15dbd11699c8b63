import { crashPoint } from '../../crash-points.js';
import { BrokerUnavailable } from '../../errors.js';
import type { BrokerMessage, Consumption, Delivery } from '../port.js';
import { type DurableCopy, type Item, keyOf, newItem } from './queued-item.js';
import { type Subscriber, Subscribers } from './subscribers.js';

export interface MemoryQueueOptions {
  readonly name: string;
  readonly singleActiveConsumer: boolean;
  /** Milliseconds a publisher waits for the effect of its message before it is told that the outcome is unknown. */
  readonly patience: number;
  /** The same while nobody consumes the queue. */
  readonly patienceWithoutConsumer: number;
}

/**
 * A queue in memory whose publishers wait for the effect.
 *
 * An item is ready → in hand → acknowledged, or back to ready when it is requeued. Invariants: a publisher's promise
 * resolves only by an acknowledgement; an item that nobody waits for any more and whose durable copy is elsewhere or with
 * its publisher leaves memory; at most `prefetch` items are in hand of one subscriber; nothing is ready once it is closed.
 */
export class MemoryQueue {
  readonly #options: MemoryQueueOptions;
  readonly #byKey = new Map<string, Item>();
  readonly #subscribers: Subscribers;
  #ready: Item[] = [];
  #inHand = 0;
  #dispatching = false;
  #draining = false;
  #closed = false;
  #abandonment: NodeJS.Timeout | undefined;

  constructor(options: MemoryQueueOptions) {
    this.#options = options;
    this.#subscribers = new Subscribers(options.singleActiveConsumer);
  }

  /** Messages in memory. */
  get size(): number {
    return this.#ready.length + this.#inHand;
  }

  get inHand(): number {
    return this.#inHand;
  }

  get isConsumed(): boolean {
    return !this.#subscribers.isEmpty;
  }

  /**
   * Resolves when the message was acknowledged. A message that is here already is joined rather than doubled: its publisher
   * lost patience and tries again. @throws {BrokerUnavailable} when the outcome is unknown.
   */
  publish(message: BrokerMessage): Promise<void> {
    if (this.#closed) return Promise.reject(new BrokerUnavailable('the broker was closed'));
    const key = keyOf(message);
    const item = this.#byKey.get(key) ?? this.#add(key, message, undefined);
    return item.publishers.join({
      patience: this.#options.patience,
      reason: `${this.#options.name} did not take the message in time`,
      lost: () => {
        if (item.publishers.isEmpty) this.#drop((each) => each === item);
      },
    });
  }

  /** Adds a message that nobody waits for, because it is kept elsewhere until it is acknowledged. */
  redeliver(message: BrokerMessage, durable: DurableCopy): void {
    this.#add('', message, durable);
  }

  consume(prefetch: number, deliver: (delivery: Delivery) => void): Consumption {
    const subscriber = this.#subscribers.add(prefetch, deliver);
    clearTimeout(this.#abandonment);
    this.#abandonment = undefined;
    this.#dispatchSoon();
    return {
      stop: () => {
        this.#subscribers.remove(subscriber);
        this.#abandonUnlessConsumed();
        this.#dispatchSoon();
        return Promise.resolve();
      },
    };
  }

  browse(limit: number): readonly BrokerMessage[] {
    return this.#ready.slice(0, limit).map(({ message }) => message);
  }

  /** Hands out nothing more; what is in hand can still be settled. */
  drain(): void {
    this.#draining = true;
  }

  /** Ends the wait of every publisher; nothing is delivered any more. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#abandonment);
    this.#subscribers.clear();
    for (const { publishers } of this.#byKey.values()) publishers.fail('the broker was closed');
    this.#drop(() => true);
  }

  #add(key: string, message: BrokerMessage, durable: DurableCopy | undefined): Item {
    const item = newItem(key, message, durable);
    if (!durable) this.#byKey.set(key, item);
    this.#ready.push(item);
    if (this.#closed) this.#drop((each) => each === item);
    this.#abandonUnlessConsumed();
    this.#dispatchSoon();
    return item;
  }

  /** Not at once: a handler that gives its message back would otherwise keep the event loop for itself. */
  #dispatchSoon(): void {
    if (this.#dispatching) return;
    this.#dispatching = true;
    setImmediate(() => {
      this.#dispatching = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (let item = this.#ready[0]; item && !this.#draining; item = this.#ready[0]) {
      const subscriber = this.#subscribers.next();
      if (!subscriber) return;
      this.#ready.shift();
      this.#handOut(item, subscriber);
    }
  }

  #handOut(item: Item, subscriber: Subscriber): void {
    this.#inHand += 1;
    subscriber.unsettled += 1;
    item.deliveryCount += 1;
    let settled = false;
    const settleOnce = (settle: () => void) => () => {
      if (settled) return;
      settled = true;
      this.#inHand -= 1;
      subscriber.unsettled -= 1;
      settle();
      this.#dispatchSoon();
    };
    subscriber.deliver({
      message: item.message,
      deliveryCount: item.deliveryCount,
      ack: settleOnce(() => this.#acknowledge(item)),
      requeue: settleOnce(() => this.#requeue(item)),
    });
  }

  #acknowledge(item: Item): void {
    this.#byKey.delete(item.key);
    crashPoint('before-confirm');
    item.publishers.succeed();
    item.durable?.acknowledged();
  }

  #requeue(item: Item): void {
    this.#ready.unshift(item);
    if (this.#closed || (!item.durable && item.publishers.isEmpty)) this.#drop((each) => each === item);
    else this.#abandonUnlessConsumed();
  }

  #abandonUnlessConsumed(): void {
    if (this.isConsumed || this.#abandonment || this.#ready.length === 0) return;
    this.#abandonment = setTimeout(() => {
      this.#abandonment = undefined;
      for (const { publishers } of this.#ready) publishers.fail(`nobody consumes ${this.#options.name}`);
      this.#drop(() => true);
    }, this.#options.patienceWithoutConsumer);
  }

  /** Forgets ready items: their publishers or their durable copies bring them back. */
  #drop(chosen: (item: Item) => boolean): void {
    const dropped = this.#ready.filter(chosen);
    this.#ready = this.#ready.filter((item) => !chosen(item));
    for (const item of dropped) {
      this.#byKey.delete(item.key);
      item.durable?.dropped();
    }
  }
}
