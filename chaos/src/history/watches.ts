/** One version of one order as a watcher received it. */
export interface Seen {
  readonly orderId: string;
  readonly version: number;
  readonly status: string;
  readonly final: boolean;
  /** Everything else that was shown, in a comparable form. */
  readonly shown: string;
  /** The connection it came over, counted from 1. */
  readonly connection: number;
}

/** What one watcher saw over all its connections; it resumed each with the last cursor it had. */
export interface Watch {
  readonly watcher: string;
  readonly customerId: string;
  /** The one order it watches; undefined: all orders of its customer. */
  readonly orderId: string | undefined;
  /** It began behind this version; undefined: with whatever was newest. */
  readonly after: number | undefined;
  /** Of all orders of a customer, those placed before it surely watched: the first versions of these may have passed. */
  readonly olderOrders: string[];
  readonly seen: Seen[];
  connections: number;
  /** The gateway it is or was last connected to, and why the connection before ended; for whoever has to find out why. */
  gateway?: string;
  lastEnd?: string;
}

export interface WatchedOrder {
  readonly id: string;
  readonly customerId: string;
  readonly version: number;
}

/** Of these orders, those that a watch must have seen to their newest version. */
export function watchedOrders<Order extends WatchedOrder>(watch: Watch, orders: readonly Order[]): Order[] {
  if (watch.orderId !== undefined) return orders.filter(({ id }) => id === watch.orderId);
  const began = new Set(watch.seen.map(({ orderId }) => orderId));
  const owed = ({ id }: Order): boolean => began.has(id) || !watch.olderOrders.includes(id);
  return orders.filter((order) => order.customerId === watch.customerId && owed(order));
}
