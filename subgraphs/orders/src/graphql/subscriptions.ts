import type { Feed } from '@ordergraph/messaging';
import { mapIterable } from '@ordergraph/messaging';
import { CURSOR, CursorInvalid, NotFound, type SubscriptionEvent, Unauthenticated } from '@ordergraph/service';
import type { Orders } from '../use-cases/orders.js';
import type { OrderRows } from '../views/order-views.js';
import type { OrderWakes } from '../watching/order-wakes.js';
import { watchAllOrders } from '../watching/watch-all-orders.js';
import { activeOrdersIn } from '../watching/active-orders.js';
import type { CustomerPosition } from '../watching/followed-orders.js';
import { type CustomerProgress, watchCustomerOrders } from '../watching/watch-customer-orders.js';
import { type OrderPlace, watchOrder } from '../watching/watch-order.js';
import type { OrdersContext } from './context.js';
import { FOLLOWED, myProgressCursor, progressCursor, progressShown, unresumableCursor } from './cursors.js';
import type { LoadedOrder } from '../use-cases/load-order.js';
import { visibleOrder } from './visible-order.js';

interface Resumable {
  readonly after?: string | null;
}

/** `Subscription`: each event is the complete progress of an order at one version. */
export const subscriptionResolvers = (services: {
  readonly orders: Orders;
  readonly feed: Feed;
  readonly rows: OrderRows;
  readonly wakes: OrderWakes;
}) => ({
  orderProgress: {
    subscribe: async (_: unknown, { orderId, after }: Resumable & { orderId: string }, context: OrdersContext) => {
      const loaded = await visibleOrder(context, orderId);
      if (!loaded) throw new NotFound('There is no such order.');
      const start = { id: orderId, commits: loaded.commits, ...placeOf(loaded, after) };
      return mapIterable(watchOrder({ ...services.orders, feed: services.feed }, start), (order) => {
        const cursor = progressCursor.encode([orderId, order.order.version], FOLLOWED);
        return event('orderProgress', progressShown(order), cursor);
      });
    },
  },
  myOrderProgress: {
    subscribe: async (_: unknown, { after }: Resumable, { principal }: OrdersContext) => {
      if (principal.kind !== 'user') throw new Unauthenticated();
      const from = typeof after === 'string' ? positionOf(after) : undefined;
      const activeOrders = activeOrdersIn(services.rows);
      const watched = await watchCustomerOrders({ ...services, activeOrders, customerId: principal.userId, from });
      return mapIterable(watched, (progress) => {
        const cursor = cursorOf(progress);
        return event('myOrderProgress', { ...progressShown(progress.order), cursor }, cursor);
      });
    },
  },
  orderFeed: {
    subscribe: () =>
      mapIterable(watchAllOrders(services.orders, services.wakes), (order) => event('orderFeed', progressShown(order))),
  },
});

const event = (field: string, payload: object, cursor?: string): SubscriptionEvent => ({
  [field]: payload,
  ...(cursor !== undefined && { [CURSOR]: cursor }),
});

/** @throws {CursorInvalid} for a cursor of another order, or of a version that does not exist */
function placeOf({ order }: LoadedOrder, cursor: string | null | undefined): OrderPlace {
  if (typeof cursor !== 'string') return { after: undefined, isResumed: false };
  const [orderId, after] = progressCursor.decode(cursor);
  if (orderId !== order.id || after > order.version) throw new CursorInvalid();
  return { after, isResumed: progressCursor.noteOf(cursor) === FOLLOWED };
}

const cursorOf = ({ order: { order }, position }: CustomerProgress): string =>
  position
    ? myProgressCursor.encode([position.since.toISOString(), [...position.seen]])
    : unresumableCursor.encode([order.id, order.version]);

function positionOf(after: string): CustomerPosition {
  const [since, seen] = myProgressCursor.decode(after);
  return { since: new Date(since), seen: new Map(seen) };
}
