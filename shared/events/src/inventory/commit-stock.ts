import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id } from '../values.js';

export const CommitStock = defineCommand('inventory.commit-stock.v1', {
  summary: 'Turn what an order holds into sold pieces. Cannot be refused.',
  data: z.strictObject({ orderId: Id }),
  example: { data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22' } },
});
export type CommitStock = MessageOf<typeof CommitStock>;
