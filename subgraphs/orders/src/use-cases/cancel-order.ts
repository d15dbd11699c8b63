import type { Cause, Executed } from '@ordergraph/messaging';
import { type CancelOrderRefusal, type CancelOrderRequest, decideCancelOrder } from '../domain/cancel-order.js';
import type { OrderStream } from '../domain/order.js';
import type { Orders } from './orders.js';

export const cancelOrder = (
  { log, decider, fulfilment, cancelWindowSeconds }: Orders,
  orderId: string,
  request: CancelOrderRequest,
  cause: Cause,
): Promise<Executed<OrderStream, CancelOrderRefusal>> =>
  log.execute<OrderStream, CancelOrderRefusal>(decider, orderId, {
    ...cause,
    decide: (order, now) => decideCancelOrder(order, request, { fulfilment, cancelWindowSeconds, now }),
  });
