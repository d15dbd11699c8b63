import DataLoader from 'dataloader';
import { type ListedProduct, productDecider } from '../domain/product.js';
import type { StockGuard } from '../use-cases/stock-guards.js';
import type { Inventory, InventoryLoaders } from './context.js';

/** Batching only: a second mutation in one request must see what it changed. */
const uncached = { cache: false };

export const inventoryLoaders = (inventory: Inventory): InventoryLoaders => ({
  product: new DataLoader((ids) => Promise.all(ids.map((id) => loadProduct(inventory, id))), uncached),
  stock: new DataLoader((ids) => loadStock(inventory, ids), uncached),
});

/** From its stream, so always current; the log reads all streams that are asked for together in one query. */
async function loadProduct({ log }: Inventory, id: string): Promise<ListedProduct | undefined> {
  const { state } = await log.load(productDecider, id);
  return state.status === 'LISTED' ? state : undefined;
}

async function loadStock({ models }: Inventory, ids: readonly string[]): Promise<(StockGuard | undefined)[]> {
  const found = await models.stock.find({ _id: { $in: [...ids] } }).lean();
  const byId = new Map(found.map(({ _id, value }) => [_id, value]));
  return ids.map((id) => byId.get(id));
}
