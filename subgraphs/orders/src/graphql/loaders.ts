import DataLoader from 'dataloader';
import { type LoadedOrder, loadOrder } from '../use-cases/load-order.js';
import type { Orders } from '../use-cases/orders.js';
import type { CustomerCopies, CustomerCopy } from '../views/customer-copies.js';
import type { ProductCopies, ProductCopy } from '../views/product-copies.js';

export interface Loaders {
  readonly orders: DataLoader<string, LoadedOrder | undefined>;
  readonly products: DataLoader<string, ProductCopy | undefined>;
  readonly customers: DataLoader<string, CustomerCopy | undefined>;
}

export interface LoaderSources {
  readonly orders: Orders;
  readonly products: ProductCopies;
  readonly customers: CustomerCopies;
}

/** Loaders of one request: what is asked for at the same time is read in one query. */
export const createLoaders = ({ orders, products, customers }: LoaderSources): Loaders => ({
  // The commit log reads the streams that are asked for together in one query.
  orders: new DataLoader((ids) => Promise.all(ids.map((id) => loadOrder(orders, id)))),
  products: new DataLoader(async (ids) => inOrderOf(ids, await products.find({ _id: { $in: ids } }).lean())),
  customers: new DataLoader(async (ids) => inOrderOf(ids, await customers.find({ _id: { $in: ids } }).lean())),
});

function inOrderOf<Row extends { _id: string }>(ids: readonly string[], rows: readonly Row[]): (Row | undefined)[] {
  const byId = new Map(rows.map((row) => [row._id, row]));
  return ids.map((id) => byId.get(id));
}
