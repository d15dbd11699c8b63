import type { CommitLog, Decider } from '@ordergraph/messaging';
import { type SagaRunner, sagaRunner } from '@ordergraph/messaging/saga';
import type { CancelWindow } from '../domain/cancel-order.js';
import { type FulfilmentNumbers, orderFulfilment } from '../domain/fulfilment.js';
import { createOrderDecider, type Order, type OrderStream } from '../domain/order.js';

/** What every use case works on: the streams of orders and the rules that hold for them. */
export interface Orders extends CancelWindow {
  readonly log: CommitLog;
  readonly decider: Decider<OrderStream>;
  readonly fulfilment: SagaRunner<Order>;
}

export function ordersOf(log: CommitLog, numbers: FulfilmentNumbers & CancelWindow): Orders {
  const fulfilment = sagaRunner([orderFulfilment(numbers)]);
  return { log, decider: createOrderDecider(fulfilment), fulfilment, cancelWindowSeconds: numbers.cancelWindowSeconds };
}
