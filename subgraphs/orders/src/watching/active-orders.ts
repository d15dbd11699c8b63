import type { OrderRow, OrderRows } from '../views/order-views.js';
import { overlapMilliseconds, underWayOrMovedSince } from './order-wakes.js';

export interface ActiveOrder {
  readonly id: string;
  readonly placedAt: Date;
  /** The version at which it came to rest; undefined: under way. */
  readonly restsAt: number | undefined;
}

/** The orders of a customer that were not at rest at that time, or have moved since; oldest first. */
export type ActiveOrders = (customerId: string, since: Date, limit?: number) => Promise<readonly ActiveOrder[]>;

export const activeOrdersIn =
  (rows: OrderRows): ActiveOrders =>
  async (customerId, since, limit = 0) => {
    const movedAfter = new Date(since.getTime() - overlapMilliseconds);
    // Not sorted by the database: it would read all orders of the customer in that order.
    const found = await rows
      .find(underWayOrMovedSince({ $eq: customerId }, movedAfter))
      .limit(limit)
      .select({ placedAt: 1, status: 1, version: 1 })
      .lean();
    return found
      .sort((one, other) => one.placedAt.getTime() - other.placedAt.getTime())
      .map(({ _id, placedAt, status, version }) => ({
        id: _id,
        placedAt,
        restsAt: isUnderWay(status) ? undefined : version,
      }));
  };

const isUnderWay = (status: OrderRow['status']): boolean => status === 'PENDING' || status === 'CANCELLING';
