import { StockReserved } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const authorizePaymentOnStockReserved = (orders: Orders): Reaction =>
  on(StockReserved, (event) => continueFulfilment(orders, event));
