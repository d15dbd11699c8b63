import { loadConnection, type PageArguments, rowsAfter } from '@ordergraph/service';
import type { QueryFilter } from 'mongoose';
import type { OrderStatus } from '../domain/order.js';
import type { OrderRow, OrderRows } from '../views/order-views.js';
import { mayOperate, type OrdersContext } from './context.js';
import { orderListCursor } from './cursors.js';
import type { LoadedOrder } from '../use-cases/load-order.js';

interface OrderFilter {
  readonly statuses?: readonly OrderStatus[] | null;
  readonly customerId?: string | null;
  readonly stuck?: boolean | null;
  readonly placedAfter?: Date | null;
  readonly placedBefore?: Date | null;
}

const newestFirst = [
  ['placedAt', -1],
  ['_id', -1],
] as const;

/** `Query.orders` and `User.orders`. */
export const listResolvers = (rows: OrderRows) => ({
  orders: (_: unknown, { filter, ...page }: PageArguments & { filter?: OrderFilter | null }, context: OrdersContext) =>
    listOrders(rows, conditionsOf(filter ?? {}, new Date()), page, context),
  ordersOfUser: ({ id }: { id: string }, page: PageArguments, context: OrdersContext) => {
    const { principal } = context;
    const isOwn = principal.kind === 'user' && principal.userId === id;
    return isOwn || mayOperate(principal) ? listOrders(rows, { customerId: { $eq: id } }, page, context) : undefined;
  },
});

const listOrders = (rows: OrderRows, conditions: QueryFilter<OrderRow>, page: PageArguments, context: OrdersContext) =>
  loadConnection<OrderRow, [string, string], Promise<LoadedOrder | undefined>>({
    arguments: page,
    cursor: orderListCursor,
    keyOf: ({ placedAt, _id }) => [placedAt.toISOString(), _id],
    load: ({ after, limit }) =>
      rows
        .find({ $and: [conditions, rowsAfter(newestFirst, after && [new Date(after[0]), after[1]])] })
        .sort(Object.fromEntries(newestFirst))
        .limit(limit)
        .lean<OrderRow[]>(),
    nodeOf: ({ _id }) => context.orders.load(_id),
  });

function conditionsOf(filter: OrderFilter, now: Date): QueryFilter<OrderRow> {
  const { statuses, customerId, stuck, placedAfter, placedBefore } = filter;
  const isStuck = { stuckAt: { $lte: now } };
  return {
    ...(statuses && { status: { $in: [...statuses] } }),
    ...(typeof customerId === 'string' && { customerId: { $eq: customerId } }),
    ...((placedAfter ?? placedBefore) && {
      placedAt: { ...(placedAfter && { $gt: placedAfter }), ...(placedBefore && { $lt: placedBefore }) },
    }),
    ...(stuck === true && isStuck),
    ...(stuck === false && { $nor: [isStuck] }),
  };
}
