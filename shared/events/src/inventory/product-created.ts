import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Price, Sku, Text, Title } from '../values.js';
import { ProductState, productStateExample } from './product-state.js';

export const ProductCreated = defineEvent('inventory.product-created.v1', {
  summary: 'A product joined the catalogue with its first stock.',
  data: z.strictObject({
    sku: Sku,
    title: Title,
    description: Text.optional(),
    imageUrl: Text.optional(),
    price: Price,
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
