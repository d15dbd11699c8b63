import { PaymentReversed } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const finishCancellationOnPaymentReversed = (orders: Orders): Reaction =>
  on(PaymentReversed, (event) => continueFulfilment(orders, event));
