import { StockCommitted } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const confirmOrderOnStockCommitted = (orders: Orders): Reaction =>
  on(StockCommitted, (event) => continueFulfilment(orders, event));
