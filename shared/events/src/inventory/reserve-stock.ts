import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id, linesAtMost } from '../values.js';
import { StockLine, stockLinesExample } from './reservation-state.js';

export const ReserveStock = defineCommand('inventory.reserve-stock.v1', {
  summary: 'Hold these pieces for an order; all of them or none.',
  data: z.strictObject({ orderId: Id, lines: z.array(StockLine).min(1).max(linesAtMost) }),
  example: { data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22', lines: stockLinesExample } },
});
export type ReserveStock = MessageOf<typeof ReserveStock>;
