import { BadUserInput, type PageArguments, largestPage, loadConnection, readSearch } from '@ordergraph/service';
import { findProducts, isSearch } from '../views/find-products.js';
import { type ProductSort, productOrder } from '../views/product-orders.js';
import { productOf } from '../views/product-views.js';
import type { Inventory, InventoryContext } from './context.js';

interface ProductsArguments extends PageArguments {
  readonly filter?: {
    readonly search?: string | null;
    readonly inStockOnly?: boolean | null;
    readonly ids?: readonly string[] | null;
  } | null;
  readonly sort: ProductSort;
}

export const queries = ({ models }: Inventory) => ({
  product: (_: unknown, { id }: { readonly id: string }, { product }: InventoryContext) => product.load(id),

  products(_: unknown, { filter, sort, ...page }: ProductsArguments) {
    const search = readSearch(filter?.search);
    const ids = filter?.ids ?? undefined;
    if (ids && ids.length > largestPage) throw new BadUserInput(`filter.ids must be at most ${largestPage}.`);
    const order = productOrder(sort, isSearch(search));
    return loadConnection({
      arguments: page,
      cursor: order.cursor,
      keyOf: order.keyOf,
      load: ({ after, limit }) =>
        findProducts(models, { search, ids, inStockOnly: filter?.inStockOnly ?? false }, { order, after, limit }),
      nodeOf: productOf,
    });
  },
});
