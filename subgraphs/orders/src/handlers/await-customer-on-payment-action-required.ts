import { PaymentActionRequired } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const awaitCustomerOnPaymentActionRequired = (orders: Orders): Reaction =>
  on(PaymentActionRequired, (event) => continueFulfilment(orders, event));
