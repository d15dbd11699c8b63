import { isFinal, type Order } from '../domain/order.js';
import { type LoadedOrder, orderFrom } from '../use-cases/load-order.js';
import type { Orders } from '../use-cases/orders.js';
import { overlapMilliseconds, type Span } from './order-wakes.js';

/**
 * Where a watcher of all orders of a customer stands: the newest version it has seen of each order that was not long at rest
 * at that time. Of any other order it has seen the versions up to the last final one that is older than `since`.
 */
export interface CustomerPosition {
  readonly since: Date;
  readonly seen: ReadonlyMap<string, number>;
}

interface Seen {
  readonly version: number;
  /** Undefined: under way, or not looked at yet. */
  readonly restsSince: Date | undefined;
}

/** A cursor of so many still fits into the 64 KiB of the message that a client resumes with. */
export const maximumFollowed = 1_000;

/**
 * The place of a watcher that moves with what it shows. Invariant: what is owed is what was never shown, whichever orders
 * are forgotten. An order is forgotten when its end is shown and `since` has passed that; `since` moves when every order that
 * was committed to until then has been looked at.
 */
export class FollowedOrders {
  #since: Date;
  /** What was looked at while something before it was not yet. */
  #ahead: readonly Span[] = [];
  readonly #seen = new Map<string, Seen>();

  constructor({ since, seen }: CustomerPosition) {
    this.#since = since;
    for (const [id, version] of seen) this.#seen.set(id, { version, restsSince: undefined });
  }

  /** Undefined while it holds too many orders to be carried by a cursor. */
  get position(): CustomerPosition | undefined {
    if (this.#seen.size > maximumFollowed) return undefined;
    return { since: this.#since, seen: new Map([...this.#seen].map(([id, { version }]) => [id, version])) };
  }

  saw(order: Order): void {
    this.#seen.set(order.id, { version: order.version, restsSince: isFinal(order) ? order.updatedAt : undefined });
  }

  /** For what turns out to be no order of this customer. */
  forget(id: string): void {
    this.#seen.delete(id);
  }

  /** The versions of an order, from its whole stream, that have not been shown. */
  owed(orders: Orders, { order, commits }: LoadedOrder): readonly LoadedOrder[] {
    const shown = this.#seen.get(order.id)?.version ?? this.#forgottenVersion(orders, { order, commits });
    return commits.flatMap(({ _id }) => {
      const then = _id.version > shown ? orderFrom(orders, order.id, commits.slice(0, _id.version)) : undefined;
      return then ? [then] : [];
    });
  }

  /** Everything in that span has been looked at. It counts once everything before has been looked at, too. */
  advance(span: Span): void {
    const spans = [...this.#ahead, span].sort((one, other) => one.from.getTime() - other.from.getTime());
    for (const { from, upTo } of spans) if (from <= this.#since && upTo > this.#since) this.#since = upTo;
    this.#ahead = spans.filter(({ from }) => from > this.#since);
    for (const [id, { restsSince }] of this.#seen) {
      if (restsSince && restsSince < this.#oldest()) this.#seen.delete(id);
    }
  }

  /** The last final version, since only such are forgotten: an order whose row comes late is none, and is owed whole. */
  #forgottenVersion(orders: Orders, { order, commits }: LoadedOrder): number {
    const oldest = this.#oldest();
    const forgotten = commits.findLast(({ _id, at }) => {
      const then = at < oldest ? orderFrom(orders, order.id, commits.slice(0, _id.version)) : undefined;
      return then && isFinal(then.order);
    });
    return forgotten?._id.version ?? 0;
  }

  #oldest(): Date {
    return new Date(this.#since.getTime() - overlapMilliseconds);
  }
}
