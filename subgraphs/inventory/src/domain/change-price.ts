import { ProductPriceChanged } from '@ordergraph/events';
import type { Decision } from '@ordergraph/messaging';
import type { InvalidField } from './invalid-field.js';
import { type PriceInput, isMoney, priceProblems } from './price.js';
import type { Product } from './product.js';

export type ChangePriceRefusal =
  { readonly reason: 'INVALID_INPUT'; readonly fields: readonly InvalidField[] } | { readonly reason: 'NOT_FOUND' };

/** The price it has already is no change. */
export function decideChangePrice(product: Product, price: PriceInput): Decision<ChangePriceRefusal> {
  if (product.status === 'UNKNOWN') return { refused: { reason: 'NOT_FOUND' } };
  const fields = priceProblems(price);
  if (fields.length > 0 || !isMoney(price)) return { refused: { reason: 'INVALID_INPUT', fields } };
  const { price: previousPrice } = product;
  return price.amount === previousPrice.amount && price.currency === previousPrice.currency
    ? []
    : [ProductPriceChanged({ price, previousPrice })];
}
