import type { StockLine } from '@ordergraph/events';
import type { GuardChange, GuardKey, GuardReader } from '@ordergraph/messaging';
import type { StockOf } from '../domain/stock-decision.js';
import type { Stock } from '../domain/stock.js';

export const stockCollection = 'stock';

/** The stock of a product as it is stored: a guard, moved in one transaction with the commit that moves it. */
export interface StockGuard extends Stock {
  readonly updatedAt: Date;
}

export const stockKey = (productId: string): GuardKey => ({ collection: stockCollection, id: productId });

export const stockKeysOf = (lines: readonly Pick<StockLine, 'productId'>[]): GuardKey[] =>
  [...new Set(lines.map(({ productId }) => productId))].map(stockKey);

export const stockIn =
  (guards: GuardReader): StockOf =>
  (productId) =>
    guards.get<StockGuard>(stockCollection, productId);

export const stockChanges = (stock: ReadonlyMap<string, Stock>, updatedAt: Date): GuardChange[] =>
  [...stock].map(([productId, level]) => ({ ...stockKey(productId), value: { ...level, updatedAt } }));
