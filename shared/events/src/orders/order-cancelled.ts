import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id } from '../values.js';
import { CancellationReason, OrderState, orderStateExample } from './state.js';

export const OrderCancelled = defineEvent('orders.order-cancelled.v1', {
  summary: 'The order is undone: nothing is held, nothing is owed.',
  data: z.strictObject({ orderId: Id, reason: CancellationReason }),
  state: OrderState,
  example: {
    data: { orderId: orderStateExample.id, reason: 'OUT_OF_STOCK' },
    state: { ...orderStateExample, status: 'CANCELLED', cancellationReason: 'OUT_OF_STOCK' },
  },
});
export type OrderCancelled = MessageOf<typeof OrderCancelled>;
