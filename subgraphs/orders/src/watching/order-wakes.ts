import type { CommitId, Feed } from '@ordergraph/messaging';
import type { Orders } from '../use-cases/orders.js';
import type { OrderRows } from '../views/order-views.js';

/** Hears that something may have been committed to an order; `version` only when it is known which. */
export type OrderWakeListener = (orderId: string, version?: number) => void;

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
  readonly #ofCustomer = new Map<string, Set<OrderWakeListener>>();
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
  listenToCustomer(customerId: string, listener: OrderWakeListener): () => void {
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
    for (const listener of this.#ofCustomer.get(customerId) ?? []) listener(orderId);
  }

  #resync(): void {
    const startedAt = new Date();
    this.#nameAgain(new Date(this.#resyncedAt.getTime() - overlapMilliseconds)).then(
      () => (this.#resyncedAt = startedAt),
      () => undefined,
    );
  }

  async #nameAgain(since: Date): Promise<void> {
    const customers = [...this.#ofCustomer.keys()];
    for (let start = 0; start < customers.length; start += lookupBatch) {
      const batch = { customerId: { $in: customers.slice(start, start + lookupBatch) } };
      const rows = await this.#rows.find({ ...batch, ...underWayOrMovedSince(since) }).lean();
      for (const { _id, customerId } of rows) this.#tell(customerId, _id);
    }
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

/** A filter for the rows of orders that are not at rest, or came to rest since. */
export const underWayOrMovedSince = (since: Date) => ({
  $or: [{ status: { $in: ['PENDING' as const, 'CANCELLING' as const] } }, { updatedAt: { $gte: since } }],
});

const lookupBatch = 1_000;
const rememberedCustomers = 10_000;
