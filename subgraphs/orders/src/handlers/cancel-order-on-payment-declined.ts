import { PaymentDeclined } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const cancelOrderOnPaymentDeclined = (orders: Orders): Reaction =>
  on(PaymentDeclined, (event) => continueFulfilment(orders, event));
