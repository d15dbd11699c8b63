import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id } from '../values.js';
import { OrderState, orderStateExample } from './state.js';

export const OrderConfirmed = defineEvent('orders.order-confirmed.v1', {
  summary: 'Stock is sold and the money taken.',
  data: z.strictObject({ orderId: Id }),
  state: OrderState,
  example: { data: { orderId: orderStateExample.id }, state: { ...orderStateExample, status: 'CONFIRMED' } },
});
export type OrderConfirmed = MessageOf<typeof OrderConfirmed>;
