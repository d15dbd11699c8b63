import type { Money } from '@ordergraph/events';
import { type InvalidField, brokenRules } from './invalid-field.js';

/** Leaves room to multiply by every quantity and sum up every line of an order without losing a cent. */
export const highestPrice = 10_000_000_000;

/** A price as it came in: money, or what is wrong with its amount or currency. */
export type PriceInput = Money | InvalidField;

export const isMoney = (price: PriceInput): price is Money => 'currency' in price;

export function priceProblems(price: PriceInput): InvalidField[] {
  if (!isMoney(price)) return [price];
  return brokenRules(
    [price.amount > 0, 'price.amount', 'A price is more than zero.'],
    [price.amount <= highestPrice, 'price.amount', 'That is more than anything here may cost.'],
  );
}
