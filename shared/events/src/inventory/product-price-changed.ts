import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Price } from '../values.js';
import { ProductState, productStateExample } from './product-state.js';

export const ProductPriceChanged = defineEvent('inventory.product-price-changed.v1', {
  summary: 'A product has another price from now on; orders placed before keep theirs.',
  data: z.strictObject({ price: Price, previousPrice: Price }),
  state: ProductState,
  example: {
    data: { price: { amount: 1190, currency: 'EUR' }, previousPrice: { amount: 1290, currency: 'EUR' } },
    state: { ...productStateExample, price: { amount: 1190, currency: 'EUR' } },
  },
});
export type ProductPriceChanged = MessageOf<typeof ProductPriceChanged>;
