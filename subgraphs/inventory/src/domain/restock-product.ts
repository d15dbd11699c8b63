import { ProductRestocked } from '@ordergraph/events';
import type { Refused } from '@ordergraph/messaging';
import { type InvalidField, brokenRules } from './invalid-field.js';
import type { Product } from './product.js';
import { type Stock, restock } from './stock.js';

export type RestockRefusal =
  | { readonly reason: 'INVALID_INPUT'; readonly fields: readonly InvalidField[] }
  | { readonly reason: 'NOT_FOUND' }
  | { readonly reason: 'KEY_REUSED' };

/** What one product can hold at most, so that every number of pieces fits GraphQL's Int. */
const capacity = 1_000_000_000;

export function decideRestockProduct(
  product: Product,
  quantity: number,
  stock: Stock | undefined,
): { readonly messages: readonly [ProductRestocked]; readonly stock: Stock } | Refused<RestockRefusal> {
  if (product.status === 'UNKNOWN' || !stock) return { refused: { reason: 'NOT_FOUND' } };
  const fields = brokenRules(
    [quantity >= 1 && quantity <= 1_000_000, 'quantity', 'Between 1 and 1000000 pieces.'],
    [stock.initial + stock.adjustments + quantity <= capacity, 'quantity', 'More than can be kept of one product.'],
  );
  if (fields.length > 0) return { refused: { reason: 'INVALID_INPUT', fields } };
  return { messages: [ProductRestocked({ quantity })], stock: restock(stock, quantity) };
}
