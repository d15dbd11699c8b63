import { wholeNumber } from '@ordergraph/service';
import { z } from 'zod';

export interface InventoryConfiguration {
  /** Up to this many pieces a product is LOW_STOCK. */
  readonly lowStock: number;
}

export const configuration: z.ZodType<InventoryConfiguration> = z
  .object({ INVENTORY_LOW_STOCK: wholeNumber(0, 1_000_000).default(5) })
  .transform(({ INVENTORY_LOW_STOCK }) => ({ lowStock: INVENTORY_LOW_STOCK }));
