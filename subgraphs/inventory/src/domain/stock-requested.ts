import { type MessageOf, ReserveStock, defineFact } from '@ordergraph/events';

/** What was asked for, recorded beside the answer: committing and returning name only the order. */
export const StockRequested = defineFact('inventory.stock-requested.v1', {
  summary: 'An order asked for these pieces.',
  data: ReserveStock.schema,
  example: { data: ReserveStock.example.data },
});
export type StockRequested = MessageOf<typeof StockRequested>;
