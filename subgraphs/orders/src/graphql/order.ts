import { cancellationOf } from '../domain/cancellation.js';
import { isCancellable } from '../domain/cancel-order.js';
import { orderStatus } from '../domain/order.js';
import type { Orders } from '../use-cases/orders.js';
import { toGraphqlMoney } from '@ordergraph/service';
import { asOf } from './as-of.js';
import type { OrdersContext } from './context.js';
import { progressShown } from './cursors.js';
import { fulfilmentOf } from './fulfilment.js';
import { historyOf } from './history.js';
import type { LoadedOrder } from '../use-cases/load-order.js';
import { visibleOrder } from './visible-order.js';

/** Resolvers of `Order`; its parent is the order as loaded. */
export const orderResolvers = (orders: Orders) => ({
  __resolveReference: ({ id }: { id: string }, context: OrdersContext) => visibleOrder(context, id),
  id: ({ order }: LoadedOrder) => order.id,
  number: ({ order }: LoadedOrder) => order.number,
  version: ({ order }: LoadedOrder) => order.version,
  status: ({ order }: LoadedOrder) => orderStatus(order),
  cancellation: ({ order }: LoadedOrder) => cancellationOf(order),
  cancellable: ({ order }: LoadedOrder) => isCancellable(order, orders, new Date()),
  lines: ({ order }: LoadedOrder) => order.lines,
  total: ({ order }: LoadedOrder) => toGraphqlMoney(order.total),
  placedAt: ({ order }: LoadedOrder) => order.placedAt,
  updatedAt: ({ order }: LoadedOrder) => order.updatedAt,
  customer: ({ order }: LoadedOrder, _arguments: unknown, context: OrdersContext) => customerOf(order, context),
  progress: progressShown,
  history: historyOf,
  asOf: asOf(orders),
  fulfilment: ({ order, commits }: LoadedOrder) => fulfilmentOf(order, commits, new Date()),
});

async function customerOf({ customerId }: LoadedOrder['order'], { customers }: OrdersContext) {
  const customer = await customers.load(customerId);
  return customer && { id: customerId, displayName: customer.displayName };
}
