import { CursorInvalid } from '@ordergraph/service';
import { type LoadedOrder, loadOrder } from '../use-cases/load-order.js';
import type { Orders } from '../use-cases/orders.js';
import type { ActiveOrder, ActiveOrders } from './active-orders.js';
import { endable } from './endable.js';
import { type CustomerPosition, FollowedOrders } from './followed-orders.js';
import type { OrderWakes } from './order-wakes.js';
import { OrdersToLookAt } from './orders-to-look-at.js';

export interface CustomerProgress {
  readonly order: LoadedOrder;
  /** Undefined: too many orders are followed for a cursor to tell. */
  readonly position: CustomerPosition | undefined;
}

export interface CustomerWatch {
  readonly orders: Orders;
  readonly activeOrders: ActiveOrders;
  readonly wakes: Pick<OrderWakes, 'listenToCustomer'>;
  readonly customerId: string;
  /** Undefined: begin with the present state of every order that is being fulfilled. */
  readonly from: CustomerPosition | undefined;
}

/** Whoever was away while more orders moved reads them as a list instead. */
export const maximumResumed = 5_000;

/**
 * All orders of a customer, every version once and in order within each order; it does not complete.
 *
 * It listens first and lists then. An order is looked at (its stream read after the version seen) whenever a wake-up names
 * it. What was seen counts when the reader took it, so the position never runs ahead of the payloads. Resumed before all
 * present states were shown, it shows the others from their first version on.
 *
 * @throws {CursorInvalid} where more orders are held by the position, or moved since, than are caught up with
 */
export async function watchCustomerOrders(watch: CustomerWatch): Promise<AsyncIterableIterator<CustomerProgress>> {
  const toLookAt = new OrdersToLookAt();
  const stop = watch.wakes.listenToCustomer(watch.customerId, toLookAt);
  const end = (): void => {
    stop();
    toLookAt.end();
  };
  try {
    return endable(await looking(watch, toLookAt), end);
  } catch (error) {
    end();
    throw error;
  }
}

/** Lists what there is to look at, and gives the function that looks for the next version. */
async function looking(
  watch: CustomerWatch,
  toLookAt: OrdersToLookAt,
): Promise<() => Promise<IteratorResult<CustomerProgress>>> {
  const { from } = watch;
  const startedAt = new Date();
  const active = await activeSince(watch, from?.since ?? startedAt);
  const before = from ? [] : active.filter(({ placedAt }) => placedAt < startedAt);
  const start = from ?? { since: startedAt, seen: atRest(before) };
  const followed = new FollowedOrders(start);
  const presentOwed = new Set(before.filter(({ restsAt }) => restsAt === undefined).map(({ id }) => id));
  for (const id of new Set([...active.map((order) => order.id), ...start.seen.keys()])) toLookAt.woken(id);
  toLookAt.namedAll({ from: start.since, upTo: startedAt });

  const page: LoadedOrder[] = [];
  return async () => {
    for (;;) {
      const order = page.shift();
      if (order) {
        followed.saw(order.order);
        return { value: { order, position: followed.position }, done: false };
      }
      const next = await toLookAt.take();
      if (next === undefined) return { value: undefined, done: true };
      if (typeof next === 'string') page.push(...(await unseen(watch, next, { followed, presentOwed })));
      else followed.advance(next);
    }
  };
}

async function activeSince(
  { activeOrders, customerId, from }: CustomerWatch,
  since: Date,
): Promise<readonly ActiveOrder[]> {
  if (!from) return activeOrders(customerId, since);
  const active = await activeOrders(customerId, since, maximumResumed + 1);
  const caughtUpWith = new Set([...active.map(({ id }) => id), ...from.seen.keys()]);
  if (caughtUpWith.size > maximumResumed) throw new CursorInvalid();
  return active;
}

/** Those that had just ended when the watcher began count as seen. */
const atRest = (orders: readonly ActiveOrder[]): ReadonlyMap<string, number> =>
  new Map(orders.flatMap(({ id, restsAt }) => (restsAt === undefined ? [] : [[id, restsAt] as const])));

/** What is to be shown of an order: the versions never shown, or once its present state. */
async function unseen(
  { orders, customerId }: CustomerWatch,
  id: string,
  { followed, presentOwed }: { readonly followed: FollowedOrders; readonly presentOwed: Set<string> },
): Promise<readonly LoadedOrder[]> {
  const loaded = await loadOrder(orders, id);
  if (loaded?.order.customerId !== customerId) {
    followed.forget(id);
    return [];
  }
  const owed = presentOwed.delete(id) ? [loaded] : followed.owed(orders, loaded);
  if (owed.length === 0) followed.saw(loaded.order);
  return owed;
}
