import type { CancellationReason } from '@ordergraph/events';
import type { Decision } from '@ordergraph/messaging';
import type { SagaRunner } from '@ordergraph/messaging/saga';
import { cancellationReason, type Order, orderStatus, type OrderStream } from './order.js';

/** Seconds after the confirmation in which a customer may still change their mind. */
export interface CancelWindow {
  readonly cancelWindowSeconds: number;
}

export type CancelOrderRefusal = 'NOT_FOUND' | 'NOT_CANCELLABLE';

export interface CancelOrderRequest {
  readonly reason: CancellationReason;
  /** `user:<id>`. */
  readonly by: string;
  readonly note?: string;
}

/** Whether asking for cancellation would change something. */
export function isCancellable(order: Order, { cancelWindowSeconds }: CancelWindow, now: Date): boolean {
  const { cancellation, endedAt } = order.saga;
  switch (orderStatus(order)) {
    case 'PENDING':
      return cancellation === undefined;
    case 'CONFIRMED':
      return endedAt !== undefined && now.getTime() <= endedAt.getTime() + cancelWindowSeconds * 1_000;
    case 'CANCELLING':
    case 'CANCELLED':
      return false;
  }
}

/** Cancelling what is being cancelled changes nothing, and is no error. */
export function decideCancelOrder(
  order: OrderStream,
  request: CancelOrderRequest,
  rules: CancelWindow & { readonly fulfilment: SagaRunner<Order>; readonly now: Date },
): Decision<CancelOrderRefusal> {
  if (order.kind === 'unknown') return { refused: 'NOT_FOUND' };
  if (order.saga.cancellation || cancellationReason(order)) return [];
  if (!isCancellable(order, rules, rules.now)) return { refused: 'NOT_CANCELLABLE' };
  return rules.fulfilment.requestCancellation({ saga: order.saga, subject: order, now: rules.now }, request);
}
