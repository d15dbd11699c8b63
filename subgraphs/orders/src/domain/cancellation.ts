import { type CancellationReason, StockRejected } from '@ordergraph/events';
import { cancellationReason, type Order } from './order.js';

/** Why and how an order is or was undone, for its customer. */
export interface Cancellation {
  readonly reason: CancellationReason;
  readonly message: string;
  readonly unavailable: StockRejected['data']['unavailable'];
  readonly requestedAt: Date;
  readonly completedAt: Date | undefined;
}

const messages: Record<CancellationReason, string> = {
  OUT_OF_STOCK: 'There are not enough pieces in stock.',
  PAYMENT_DECLINED: 'The payment was declined.',
  PAYMENT_TIMEOUT: 'The payment was not authorized in time.',
  CUSTOMER_REQUEST: 'You cancelled this order.',
  OPERATOR: 'The shop cancelled this order.',
  FULFILMENT_FAILED: 'This order could not be fulfilled.',
};

/** Undefined unless the order is being undone, or is. */
export function cancellationOf(order: Order): Cancellation | undefined {
  const reason = cancellationReason(order);
  const { cancellation, compensation, status, endedAt, steps } = order.saga;
  if (!reason || !compensation) return undefined;
  const failure = steps.find(({ failure }) => failure)?.failure;
  const unavailable = StockRejected.schema.safeParse({
    orderId: order.id,
    code: failure?.code,
    ...asObject(failure?.details),
  });
  return {
    reason,
    message: reason === 'PAYMENT_DECLINED' ? (failure?.message ?? messages[reason]) : messages[reason],
    unavailable: reason === 'OUT_OF_STOCK' && unavailable.success ? unavailable.data.unavailable : [],
    requestedAt: cancellation?.at ?? compensation.startedAt,
    completedAt: status === 'COMPENSATED' ? endedAt : undefined,
  };
}

const asObject = (details: unknown): object => (typeof details === 'object' && details !== null ? details : {});
