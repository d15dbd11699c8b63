import type { ConsumerDefinition } from '@ordergraph/messaging';
import { orderFulfilmentConsumer } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';
import { authorizePaymentOnStockReserved } from './authorize-payment-on-stock-reserved.js';
import { awaitCustomerOnPaymentActionRequired } from './await-customer-on-payment-action-required.js';
import { awaitOperatorOnReversalFailed } from './await-operator-on-reversal-failed.js';
import { cancelOrderOnCaptureFailed } from './cancel-order-on-capture-failed.js';
import { cancelOrderOnPaymentDeclined } from './cancel-order-on-payment-declined.js';
import { cancelOrderOnStockRejected } from './cancel-order-on-stock-rejected.js';
import { capturePaymentOnPaymentAuthorized } from './capture-payment-on-payment-authorized.js';
import { commitStockOnPaymentCaptured } from './commit-stock-on-payment-captured.js';
import { confirmOrderOnStockCommitted } from './confirm-order-on-stock-committed.js';
import { finishCancellationOnPaymentReversed } from './finish-cancellation-on-payment-reversed.js';
import { finishCancellationOnStockReturned } from './finish-cancellation-on-stock-returned.js';

/** Moves orders on when an owner has answered. */
export const orderFulfilmentConsumerOf = (orders: Orders): ConsumerDefinition => ({
  name: orderFulfilmentConsumer,
  reactions: [
    authorizePaymentOnStockReserved(orders),
    cancelOrderOnStockRejected(orders),
    confirmOrderOnStockCommitted(orders),
    finishCancellationOnStockReturned(orders),
    capturePaymentOnPaymentAuthorized(orders),
    cancelOrderOnPaymentDeclined(orders),
    awaitCustomerOnPaymentActionRequired(orders),
    commitStockOnPaymentCaptured(orders),
    cancelOrderOnCaptureFailed(orders),
    finishCancellationOnPaymentReversed(orders),
    awaitOperatorOnReversalFailed(orders),
  ],
});
