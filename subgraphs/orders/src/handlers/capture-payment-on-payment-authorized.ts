import { PaymentAuthorized } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const capturePaymentOnPaymentAuthorized = (orders: Orders): Reaction =>
  on(PaymentAuthorized, (event) => continueFulfilment(orders, event));
