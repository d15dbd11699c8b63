import type { Cause, Executed } from '@ordergraph/messaging';
import type { OrderStream } from '../domain/order.js';
import { decideRepair, type Repair, type RepairRefusal } from '../domain/repair-fulfilment.js';
import type { Orders } from './orders.js';

export const repairFulfilment = (
  { log, decider, fulfilment }: Orders,
  orderId: string,
  repair: Repair,
  cause: Cause,
): Promise<Executed<OrderStream, RepairRefusal>> =>
  log.execute<OrderStream, RepairRefusal>(decider, orderId, {
    ...cause,
    decide: (order, now) => decideRepair(order, repair, { fulfilment, now }),
  });
