import { ReversalFailed } from '@ordergraph/events';
import { on, type Reaction } from '@ordergraph/messaging';
import { continueFulfilment } from '../use-cases/continue-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';

export const awaitOperatorOnReversalFailed = (orders: Orders): Reaction =>
  on(ReversalFailed, (event) => continueFulfilment(orders, event));
