import type { Commit } from '@ordergraph/messaging';
import { isFinal } from '../domain/order.js';
import { type LoadedOrder, loadOrder, orderFrom } from '../use-cases/load-order.js';
import type { Orders } from '../use-cases/orders.js';
import type { OrderRows } from '../views/order-views.js';
import { endable } from './endable.js';
import { LiveQueue } from './live-queue.js';
import { type OrderWakes, overlapMilliseconds, underWayOrMovedSince } from './order-wakes.js';

/** Where a watcher stands: when it began, and the newest version it has seen of each order since. */
export interface CustomerPosition {
  readonly since: Date;
  readonly seen: ReadonlyMap<string, number>;
}

export interface CustomerProgress {
  readonly order: LoadedOrder;
  readonly position: CustomerPosition;
}

export interface CustomerWatch {
  readonly orders: Orders;
  readonly rows: OrderRows;
  readonly wakes: OrderWakes;
  readonly customerId: string;
  /** Undefined: begin with the present state of every order that is being fulfilled. */
  readonly from: CustomerPosition | undefined;
}

/**
 * All orders of a customer, every version once and in order within each order; it does not complete.
 *
 * It listens first and lists then. An order is looked at (its stream read after the version seen) whenever a wake-up names
 * it. What was seen counts when the reader took it, so the position never runs ahead of the payloads.
 */
export function watchCustomerOrders(watch: CustomerWatch): AsyncIterableIterator<CustomerProgress> {
  const { orders, wakes, customerId, from } = watch;
  const since = from?.since ?? new Date();
  const seen = new Map(from?.seen);
  const toLookAt = new LiveQueue<string>();
  const enqueue = (id: string): void => {
    if (!toLookAt.has(id)) toLookAt.push(id);
  };
  const stop = wakes.listenToCustomer(customerId, enqueue);
  const page: LoadedOrder[] = [];
  let hasBegun = false;
  const begin = async (): Promise<void> => {
    hasBegun = true;
    if (!from) page.push(...(await presentState(watch, since, seen)));
    else (await activeOrders(watch, since)).forEach(enqueue);
  };

  const next = async (): Promise<IteratorResult<CustomerProgress>> => {
    if (!hasBegun) await begin();
    for (;;) {
      const order = page.shift();
      if (order) {
        seen.set(order.order.id, order.order.version);
        return { value: { order, position: { since, seen } }, done: false };
      }
      const id = await toLookAt.take();
      if (id === undefined) return { value: undefined, done: true };
      page.push(...(await unseen(orders, { id, customerId, after: seen.get(id), since })));
    }
  };
  return endable(next, () => {
    stop();
    toLookAt.end();
  });
}

/** Orders that were not at rest at that time, or have moved since. */
async function activeOrders({ rows, customerId }: CustomerWatch, since: Date): Promise<readonly string[]> {
  const movedAfter = new Date(since.getTime() - overlapMilliseconds);
  const found = await rows
    .find({ customerId: { $eq: customerId }, ...underWayOrMovedSince(movedAfter) })
    .sort({ placedAt: 1, _id: 1 })
    .select({ _id: 1 })
    .lean();
  return found.map(({ _id }) => _id);
}

/** The open orders as they are; those that just ended count as seen. */
async function presentState(watch: CustomerWatch, since: Date, seen: Map<string, number>): Promise<LoadedOrder[]> {
  const ids = await activeOrders(watch, since);
  const loaded = await Promise.all(ids.map((id) => loadOrder(watch.orders, id)));
  return loaded.flatMap((each) => {
    if (!each) return [];
    if (!isFinal(each.order)) return [each];
    seen.set(each.order.id, each.order.version);
    return [];
  });
}

/** The versions of an order after the one seen; of an order never seen, those since the watcher began. */
async function unseen(
  orders: Orders,
  { id, customerId, after, since }: { id: string; customerId: string; after: number | undefined; since: Date },
): Promise<readonly LoadedOrder[]> {
  const { commits } = await orders.log.history(orders.decider, id);
  const oldest = since.getTime() - overlapMilliseconds;
  const isNew = ({ _id, at }: Commit): boolean => (after === undefined ? at.getTime() >= oldest : _id.version > after);
  return commits.filter(isNew).flatMap(({ _id }) => {
    const then = orderFrom(orders, id, commits.slice(0, _id.version));
    return then?.order.customerId === customerId ? [then] : [];
  });
}
