import { type CursorCodec, type KeysetOrder, createCursorCodec } from '@ordergraph/service';
import { z } from 'zod';
import type { ProductRow } from './product-views.js';

export type ProductSort = 'RELEVANCE' | 'PRICE_ASC' | 'PRICE_DESC' | 'NEWEST';

/** A row as a list orders it; `rank` only where something is searched. */
export type RankedRow = ProductRow & { readonly rank?: number };

/** One way to order products: the same fields in keyset, cursor and index. */
export interface ProductOrder {
  readonly keyset: KeysetOrder;
  readonly cursor: CursorCodec<readonly unknown[]>;
  readonly keyOf: (row: RankedRow) => readonly unknown[];
}

/** Without a search everything is equally relevant: then the newest come first. */
export function productOrder(sort: ProductSort, isSearch: boolean): ProductOrder {
  switch (sort) {
    case 'RELEVANCE':
      return isSearch ? mostRelevant : newest;
    case 'NEWEST':
      return newest;
    case 'PRICE_ASC':
      return byPrice('products/cheapest', 1);
    case 'PRICE_DESC':
      return byPrice('products/dearest', -1);
    default:
      return sort satisfies never;
  }
}

const Time = z.iso.datetime().transform((text) => new Date(text));

const newest: ProductOrder = {
  keyset: [
    ['createdAt', -1],
    ['_id', -1],
  ],
  cursor: createCursorCodec('products/newest', z.tuple([Time, z.string()])),
  keyOf: ({ createdAt, _id }) => [createdAt, _id],
};

const mostRelevant: ProductOrder = {
  keyset: [['rank', -1], ...newest.keyset],
  cursor: createCursorCodec('products/relevance', z.tuple([z.int(), Time, z.string()])),
  keyOf: ({ rank, createdAt, _id }) => [rank, createdAt, _id],
};

/** Amounts of different currencies do not compare: prices are ordered within each. */
const byPrice = (list: string, direction: 1 | -1): ProductOrder => ({
  keyset: [
    ['price.currency', direction],
    ['price.amount', direction],
    ['_id', direction],
  ],
  cursor: createCursorCodec(list, z.tuple([z.string(), z.int(), z.string()])),
  keyOf: ({ price, _id }) => [price.currency, price.amount, _id],
});
