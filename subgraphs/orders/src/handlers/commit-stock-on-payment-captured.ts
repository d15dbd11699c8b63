import { PaymentCaptured } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const commitStockOnPaymentCaptured = (orders: Orders): Reaction =>
  on(PaymentCaptured, (event) => continueFulfilment(orders, event));
