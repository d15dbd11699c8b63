import { type GraphqlMoney, toGraphqlMoney } from '@ordergraph/service';
import { type LineRequested, type Quote, quote, type QuoteRefusal } from '../domain/quote.js';
import type { ReadCatalogue } from '../use-cases/catalogue.js';

/** Prices a cart as `placeOrder` would now. */
export const quoteOrder =
  (readCatalogue: ReadCatalogue) =>
  async (_: unknown, { lines }: { lines: readonly LineRequested[] }) => {
    const quoted = quote(lines, await readCatalogue(lines));
    return 'refused' in quoted ? quoteRefusal(quoted.refused) : { __typename: 'OrderQuote', ...shownQuote(quoted) };
  };

export const shownQuote = ({ lines, total }: Quote): { lines: Quote['lines']; total: GraphqlMoney } => ({
  lines,
  total: toGraphqlMoney(total),
});

export function quoteRefusal(refusal: QuoteRefusal) {
  switch (refusal.problem) {
    case 'INVALID_INPUT':
      return { __typename: 'InvalidInput', message: 'The order cannot be accepted like this.', fields: refusal.fields };
    case 'PRODUCTS_UNAVAILABLE':
      return {
        __typename: 'ProductsUnavailable',
        message: 'Some of these products cannot be ordered at the moment.',
        productIds: refusal.productIds,
      };
  }
}
