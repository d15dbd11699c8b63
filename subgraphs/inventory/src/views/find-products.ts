import { rowsAfter, rowsMatching, searchTerms } from '@ordergraph/service';
import type { PipelineStage } from 'mongoose';
import type { InventoryModels } from './models.js';
import type { ProductOrder, RankedRow } from './product-orders.js';
import { stockCollection } from '../use-cases/stock-guards.js';

/** What a list of products shows. */
export interface ProductSearch {
  readonly search: string;
  readonly inStockOnly: boolean;
  readonly ids: readonly string[] | undefined;
}

export const isSearch = (search: string): boolean => searchTerms(search).length > 0;

/**
 * One page of products. The filter on stock comes after the sort and before the limit: rows stream in the order of the index,
 * each is looked up by key, and the reading stops when the page is full. Stock never enters the view, or every order would
 * rewrite it.
 */
export function findProducts(
  { products }: InventoryModels,
  { search, inStockOnly, ids }: ProductSearch,
  page: { readonly order: ProductOrder; readonly after: readonly unknown[] | undefined; readonly limit: number },
): Promise<RankedRow[]> {
  const { order, after, limit } = page;
  return products.aggregate<RankedRow>([
    { $match: { ...(ids && { _id: { $in: ids } }), ...rowsMatching('terms', search) } },
    ...(isSearch(search) ? [{ $set: { rank: rankOf(search) } }] : []),
    { $match: rowsAfter(order.keyset, after) },
    { $sort: Object.fromEntries(order.keyset) },
    ...(inStockOnly ? inStock : []),
    { $limit: limit },
  ]);
}

/** Two points for every word of the search that is a word of title or SKU, one where it begins such a word. */
const rankOf = (search: string) => ({
  $sum: searchTerms(search).map((word) => ({
    $switch: {
      branches: [
        { case: { $in: [word, '$titleTerms'] }, then: 2 },
        { case: { $in: [0, { $map: { input: '$titleTerms', in: { $indexOfCP: ['$$this', word] } } }] }, then: 1 },
      ],
      default: 0,
    },
  })),
});

const inStock: PipelineStage.FacetPipelineStage[] = [
  { $lookup: { from: stockCollection, localField: '_id', foreignField: '_id', as: 'stock' } },
  { $match: { 'stock.value.available': { $gt: 0 } } },
  { $unset: 'stock' },
];
