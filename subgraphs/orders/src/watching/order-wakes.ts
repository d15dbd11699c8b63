import type { CommitId, Feed } from '@ordergraph/messaging';
import type { Orders } from '../use-cases/orders.js';
import type { OrderRows } from '../views/order-views.js';

/** Hears of every commit to an order. */
export type OrderWakeListener = (orderId: string, version: number) => void;

export interface Span {
  readonly from: Date;
  readonly upTo: Date;
}

/** Hears of the orders of one customer. */
export interface CustomerListener {
  woken(orderId: string): void;
  /** Every order that was under way, or moved in that time, has been named. */
  namedAll(span: Span): void;
}

/**
 * Tells watchers of many streams which order was committed to. One per process.
 *
 * A wake-up of the feed is passed on to whoever watches that customer. Wake-ups can be missed, so with every resync of the
 * feed those orders of the watched customers that are under way, or have moved since the last resync, are named again:
 * one query for a thousand customers.
 */
export class OrderWakes {
  readonly #orders: Orders;
  readonly #rows: OrderRows;
  readonly #ofEverybody = new Set<OrderWakeListener>();
  readonly #ofCustomer = new Map<string, Set<CustomerListener>>();
  readonly #customers = new Map<string, Promise<string | undefined>>();
  readonly #stop: () => void;
  #resyncedAt = new Date();

  constructor(orders: Orders, rows: OrderRows, feed: Feed) {
    this.#orders = orders;
    this.#rows = rows;
    this.#stop = feed.onWake((wake) => {
      if (wake) this.#woken(wake);
      else this.#resync();
    });
  }

  /** Live only. Returns the function that ends it. */
  listenToEverybody(listener: OrderWakeListener): () => void {
    this.#ofEverybody.add(listener);
    return () => this.#ofEverybody.delete(listener);
  }

  /** Returns the function that ends it; calling it again changes nothing, whoever listens by then. */
  listenToCustomer(customerId: string, listener: CustomerListener): () => void {
    const listeners = this.#ofCustomer.get(customerId) ?? new Set();
    this.#ofCustomer.set(customerId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#ofCustomer.get(customerId) === listeners) this.#ofCustomer.delete(customerId);
    };
  }

  close(): void {
    this.#stop();
  }

  #woken({ stream, version }: CommitId): void {
    const prefix = `${this.#orders.decider.category}-`;
    if (!stream.startsWith(prefix)) return;
    const orderId = stream.slice(prefix.length);
    for (const listener of this.#ofEverybody) listener(orderId, version);
    if (this.#ofCustomer.size === 0) return;
    this.#customerOf(orderId).then(
      (customerId) => this.#tell(customerId, orderId),
      // Whose it is cannot be read at the moment: the next resync names it again.
      () => undefined,
    );
  }

  #tell(customerId: string | undefined, orderId: string): void {
    if (customerId === undefined) return;
    for (const listener of this.#ofCustomer.get(customerId) ?? []) listener.woken(orderId);
  }

  #resync(): void {
    const span = { from: this.#resyncedAt, upTo: new Date() };
    this.#nameAgain(span).then(
      () => (this.#resyncedAt = span.upTo),
      () => undefined,
    );
  }

  async #nameAgain(span: Span): Promise<void> {
    const customers = [...this.#ofCustomer.keys()];
    const listeners = [...this.#ofCustomer.values()].flatMap((each) => [...each]);
    const since = new Date(span.from.getTime() - overlapMilliseconds);
    for (let start = 0; start < customers.length; start += lookupBatch) {
      const batch = { $in: customers.slice(start, start + lookupBatch) };
      const rows = await this.#rows.find(underWayOrMovedSince(batch, since)).select({ customerId: 1 }).lean();
      for (const { _id, customerId } of rows) this.#tell(customerId, _id);
    }
    // Whoever began to listen meanwhile may have been left out.
    for (const listener of listeners) listener.namedAll(span);
  }

  /** An order's customer never changes, so it is read once per order. */
  #customerOf(orderId: string): Promise<string | undefined> {
    const known = this.#customers.get(orderId);
    if (known) return known;
    const asked = this.#readCustomer(orderId);
    this.#customers.set(orderId, asked);
    asked.catch(() => this.#customers.delete(orderId));
    if (this.#customers.size > rememberedCustomers) {
      const [oldest] = this.#customers.keys();
      if (oldest !== undefined) this.#customers.delete(oldest);
    }
    return asked;
  }

  async #readCustomer(orderId: string): Promise<string | undefined> {
    const { state } = await this.#orders.log.load(this.#orders.decider, orderId);
    return state.kind === 'placed' ? state.customerId : undefined;
  }
}

/** Clocks of processes differ, and a row may come later than its commit: what is that much older is looked at again. */
export const overlapMilliseconds = 30_000;

/** A filter for the rows of customers' orders that are not at rest, or came to rest since. Each part has an index. */
export const underWayOrMovedSince = (customerId: { $eq: string } | { $in: string[] }, since: Date) => ({
  $or: [
    { customerId, status: { $in: ['PENDING' as const, 'CANCELLING' as const] } },
    { customerId, updatedAt: { $gte: since } },
  ],
});

const lookupBatch = 1_000;
const rememberedCustomers = 10_000;
