import { GroupFlush } from '@ordergraph/messaging';
import { type Catalogue, type LineRequested, maximumLines, type ProductOffered } from '../domain/quote.js';
import type { ProductCopies } from '../views/product-copies.js';

/** Finds what is known of the products in a cart, on this service's own database. */
export type ReadCatalogue = (lines: readonly LineRequested[]) => Promise<Catalogue>;

/** Carts that are priced at the same time share one query. */
export function catalogueIn(products: ProductCopies): ReadCatalogue {
  const reads = new GroupFlush<readonly string[], Catalogue>(async (carts) => {
    const copies = await products.find({ _id: { $in: [...new Set(carts.flat())] } }).lean();
    const offered = new Map(copies.map(({ _id, sku, title, price }) => [_id, { id: _id, sku, title, price }]));
    return carts.map((ids) => ({ value: select(offered, ids) }));
  });
  return (lines) => reads.add(lines.slice(0, maximumLines).map(({ productId }) => productId));
}

const select = (offered: ReadonlyMap<string, ProductOffered>, ids: readonly string[]): Catalogue =>
  new Map(
    ids.flatMap((id) => {
      const product = offered.get(id);
      return product ? [[id, product] as const] : [];
    }),
  );
