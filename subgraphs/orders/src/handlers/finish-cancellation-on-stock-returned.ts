import { StockReturned } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const finishCancellationOnStockReturned = (orders: Orders): Reaction =>
  on(StockReturned, (event) => continueFulfilment(orders, event));
