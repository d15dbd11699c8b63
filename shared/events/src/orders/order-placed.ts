import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, linesAtMost, Money, Text } from '../values.js';
import { OrderLine, OrderState, orderLinesExample, orderStateExample } from './state.js';

export const OrderPlaced = defineEvent('orders.order-placed.v1', {
  summary: 'A customer ordered; the order is accepted and will be fulfilled or cancelled.',
  data: z.strictObject({
    orderId: Id,
    number: Text,
    customerId: Id,
    lines: z.array(OrderLine).min(1).max(linesAtMost),
    total: Money,
  }),
  state: OrderState,
  example: {
    data: {
      orderId: orderStateExample.id,
      number: orderStateExample.number,
      customerId: orderStateExample.customerId,
      lines: orderLinesExample,
      total: orderStateExample.total,
    },
    state: orderStateExample,
  },
});
export type OrderPlaced = MessageOf<typeof OrderPlaced>;
