import type { MessagingParts } from '@ordergraph/messaging';
import { sagaFacts } from '@ordergraph/messaging/saga';
import { orderFacts } from './domain/order-facts.js';
import { orderFulfilmentConsumerOf } from './handlers/order-fulfilment.js';
import type { Orders } from './use-cases/orders.js';
import { customerCopies } from './views/customer-copies.js';
import { orderViews } from './views/order-views.js';
import { productCopies } from './views/product-copies.js';

/** What orders records, shows and reacts to. */
export const orderMessages = (orders: Orders): MessagingParts => ({
  streams: [orders.decider],
  facts: [...orderFacts, ...sagaFacts],
  ownViews: [orderViews],
  copies: [productCopies, customerCopies],
  consumers: [orderFulfilmentConsumerOf(orders)],
});
