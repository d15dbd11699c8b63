import { z } from 'zod';
import { Id, Price, Sku, Text, Timestamp, Title } from '../values.js';

/** What other services may know of a product. Stock is not part of it: only a reservation decides. */
export const ProductState = z.strictObject({
  id: Id,
  sku: Sku,
  title: Title,
  description: Text.optional(),
  imageUrl: Text.optional(),
  price: Price,
  createdAt: Timestamp,
});
export type ProductState = z.infer<typeof ProductState>;

export const productStateExample: ProductState = {
  id: '5f0f3f5e-3a61-5c0e-9d67-2f4f3f1b8a10',
  sku: 'MUG-BLUE',
  title: 'Blue mug',
  description: 'Stoneware, 300 ml.',
  price: { amount: 1290, currency: 'EUR' },
  createdAt: '2026-01-01T09:00:00.000Z',
};
