import {
  AuthorizePayment,
  CaptureFailed,
  CapturePayment,
  CommitStock,
  OrderCancelled,
  OrderConfirmed,
  type CancellationReason,
  PaymentActionRequired,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentReversed,
  ReserveStock,
  ReturnStock,
  ReversePayment,
  ReversalFailed,
  StockCommitted,
  StockRejected,
  StockReserved,
  StockReturned,
} from '@ordergraph/events';
import { refusedBy, type SagaDefinition, type SagaUndo } from '@ordergraph/messaging/saga';
import type { Order } from './order.js';

/** How long fulfilment waits for what. Seconds. */
export interface FulfilmentNumbers {
  readonly reserveSeconds: number;
  readonly authorizeSeconds: number;
  /** For the customer to answer the provider (3-D Secure). */
  readonly customerSeconds: number;
  readonly captureSeconds: number;
  /** Operators are told of an order that takes this much longer than its deadlines allow. */
  readonly patienceSeconds: number;
}

const because = <Reason extends CancellationReason>(reason: Reason): Reason => reason;

const returnStock: SagaUndo<Order> = {
  owner: 'inventory',
  command: ({ id }) => ReturnStock({ orderId: id }),
  completed: StockReturned,
};

const reversePayment: SagaUndo<Order> = {
  owner: 'payments',
  command: ({ id, customerId, total }) => ReversePayment({ orderId: id, customerId, amount: total }),
  completed: PaymentReversed,
  refused: [refusedBy(ReversalFailed, (failure) => ({ reason: because('FULFILMENT_FAILED'), ...shown(failure) }))],
};

/** From an accepted order to a confirmed one, or to one of which nothing is held and nothing is owed. */
export const orderFulfilment = (numbers: FulfilmentNumbers): SagaDefinition<Order> => ({
  name: 'order-fulfilment',
  version: 1,
  steps: [
    {
      name: 'reserve-stock',
      command: ({ id, lines }) =>
        ReserveStock({
          orderId: id,
          lines: lines.map(({ productId, sku, quantity }) => ({ productId, sku, quantity })),
        }),
      succeeded: StockReserved,
      refused: [refusedBy(StockRejected, stockRejected)],
      deadline: { seconds: numbers.reserveSeconds, reason: because('FULFILMENT_FAILED') },
      undo: returnStock,
    },
    {
      name: 'authorize-payment',
      command: ({ id, number, customerId, total, paymentToken }) =>
        AuthorizePayment({ orderId: id, orderNumber: number, customerId, amount: total, paymentToken }),
      succeeded: PaymentAuthorized,
      refused: [
        refusedBy(PaymentDeclined, ({ decline }) => ({ reason: because('PAYMENT_DECLINED'), ...shown(decline) })),
      ],
      awaiting: { contract: PaymentActionRequired, deadlineSeconds: numbers.customerSeconds },
      deadline: { seconds: numbers.authorizeSeconds, reason: because('PAYMENT_TIMEOUT') },
      undo: reversePayment,
    },
    {
      name: 'capture-payment',
      command: ({ id, total }) => CapturePayment({ orderId: id, amount: total }),
      succeeded: PaymentCaptured,
      refused: [refusedBy(CaptureFailed, (failure) => ({ reason: because('FULFILMENT_FAILED'), ...shown(failure) }))],
      deadline: { seconds: numbers.captureSeconds, reason: because('FULFILMENT_FAILED') },
      undo: reversePayment,
    },
    {
      name: 'commit-stock',
      command: ({ id }) => CommitStock({ orderId: id }),
      succeeded: StockCommitted,
      undo: returnStock,
    },
  ],
  patienceSeconds: numbers.patienceSeconds,
  completed: ({ id }) => [OrderConfirmed({ orderId: id })],
  compensated: ({ id }, reason) => [OrderCancelled({ orderId: id, reason: reason as CancellationReason })],
});

const shown = ({ code, message }: { code: string; message: string }): { code: string; message: string } => ({
  code,
  message,
});

function stockRejected({ code, unavailable }: StockRejected['data']) {
  const isOut = code === 'OUT_OF_STOCK';
  return {
    reason: because(isOut ? 'OUT_OF_STOCK' : 'FULFILMENT_FAILED'),
    code,
    message: isOut ? `Not enough pieces of ${skus(unavailable)}.` : 'The stock of this order was given back before.',
    details: { unavailable },
  };
}

const skus = (lines: readonly { readonly sku: string }[]): string => lines.map(({ sku }) => sku).join(', ');
