import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Money } from '../values.js';
import { ProductState, productStateExample } from './product-state.js';

export const ProductCreated = defineEvent('inventory.product-created.v1', {
  summary: 'A product joined the catalogue with its first stock.',
  data: z.strictObject({
    sku: z.string(),
    title: z.string(),
    description: z.string().optional(),
    imageUrl: z.string().optional(),
    price: Money,
    initialStock: z.number().int().min(0),
  }),
  state: ProductState,
  example: {
    data: {
      sku: 'MUG-BLUE',
      title: 'Blue mug',
      description: 'Stoneware, 300 ml.',
      price: { amount: 1290, currency: 'EUR' },
      initialStock: 100,
    },
    state: productStateExample,
  },
});
export type ProductCreated = MessageOf<typeof ProductCreated>;
