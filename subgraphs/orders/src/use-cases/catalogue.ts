import { type Catalogue, type LineRequested, maximumLines } from '../domain/quote.js';
import type { ProductCopies } from '../views/product-copies.js';

/** What is known of the products in a cart, in one query on this service's own database. */
export async function catalogueOf(products: ProductCopies, lines: readonly LineRequested[]): Promise<Catalogue> {
  const ids = lines.slice(0, maximumLines).map(({ productId }) => productId);
  const copies = await products.find({ _id: { $in: ids } }).lean();
  return new Map(copies.map(({ _id, sku, title, price }) => [_id, { id: _id, sku, title, price }]));
}
