import { StockRejected } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const cancelOrderOnStockRejected = (orders: Orders): Reaction =>
  on(StockRejected, (event) => continueFulfilment(orders, event));
