import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';

import { ProductState, productStateExample } from './product-state.js';

export const ProductRestocked = defineEvent('inventory.product-restocked.v1', {
  summary: 'Pieces were added to the stock of a product.',
  data: z.strictObject({ quantity: z.number().int().min(1).max(1_000_000) }),
  state: ProductState,
  example: { data: { quantity: 50 }, state: productStateExample },
});
export type ProductRestocked = MessageOf<typeof ProductRestocked>;
