import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id } from '../values.js';

export const ReturnStock = defineCommand('inventory.return-stock.v1', {
  summary:
    'Give back whatever an order holds or has bought. Valid before the reservation: then that is refused for ever.',
  data: z.strictObject({ orderId: Id }),
  example: { data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22' } },
});
export type ReturnStock = MessageOf<typeof ReturnStock>;
