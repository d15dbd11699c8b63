import type { CommitLog } from '@ordergraph/messaging';
import type { RequestContext } from '@ordergraph/service';
import type DataLoader from 'dataloader';
import type { ListedProduct } from '../domain/product.js';
import type { StockGuard } from '../use-cases/stock-guards.js';
import type { InventoryModels } from '../views/models.js';
import type { CatalogueRevision } from '../watching/catalogue-revision.js';

/** What resolvers are built with. */
export interface Inventory {
  readonly log: CommitLog;
  readonly models: InventoryModels;
  readonly revision: CatalogueRevision;
  /** Up to this many pieces are LOW_STOCK. */
  readonly lowStock: number;
}

export interface InventoryLoaders {
  readonly product: DataLoader<string, ListedProduct | undefined>;
  readonly stock: DataLoader<string, StockGuard | undefined>;
}

export type InventoryContext = RequestContext & InventoryLoaders;
