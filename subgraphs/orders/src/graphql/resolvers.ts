import type { Feed } from '@ordergraph/messaging';
import type { ResolverMap } from '@ordergraph/service';
import type { ReadCatalogue } from '../use-cases/catalogue.js';
import type { IsErased } from '../use-cases/erased-customers.js';
import type { Orders } from '../use-cases/orders.js';
import type { OrderRows } from '../views/order-views.js';
import type { OrderWakes } from '../watching/order-wakes.js';
import { cancelOrderResolver } from './cancel-order.js';
import type { OrdersContext } from './context.js';
import { listResolvers } from './lists.js';
import { orderLineResolvers } from './order-line.js';
import { orderResolvers } from './order.js';
import { placeOrderResolver } from './place-order.js';
import { quoteOrder } from './quotes.js';
import { repairResolvers } from './repair-fulfilment.js';
import { subscriptionResolvers } from './subscriptions.js';
import { visibleOrder } from './visible-order.js';

export interface ResolverSources {
  readonly orders: Orders;
  readonly feed: Feed;
  readonly rows: OrderRows;
  readonly readCatalogue: ReadCatalogue;
  readonly isErased: IsErased;
  readonly wakes: OrderWakes;
}

export function createResolvers(sources: ResolverSources): ResolverMap {
  const { orders, rows, readCatalogue, isErased } = sources;
  const lists = listResolvers(rows);
  return {
    Query: {
      order: (_: unknown, { id }: { id: string }, context: OrdersContext) => visibleOrder(context, id),
      orders: lists.orders,
      quoteOrder: quoteOrder(readCatalogue),
    },
    Mutation: {
      placeOrder: placeOrderResolver({ ...orders, readCatalogue, isErased }),
      cancelOrder: cancelOrderResolver(orders),
      ...repairResolvers(orders),
    },
    Subscription: subscriptionResolvers(sources),
    Order: orderResolvers(orders),
    OrderLine: orderLineResolvers,
    User: { __resolveReference: ({ id }: { id: string }) => ({ id }), orders: lists.ordersOfUser },
  };
}
