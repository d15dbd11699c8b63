import { CaptureFailed } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const cancelOrderOnCaptureFailed = (orders: Orders): Reaction =>
  on(CaptureFailed, (event) => continueFulfilment(orders, event));
