import type { Money } from '@ordergraph/events';
import { type CommitLog, keyedId, mutationCause } from '@ordergraph/messaging';
import type { NewProduct } from './domain/create-product.js';
import { createProduct } from './use-cases/create-product.js';

const principal = 'service:inventory';
const field = 'createProduct';

/** Ids are derived from SKUs, so they are the same on every machine and after every reset. */
export const seedProductId = (sku: string): string => keyedId({ principal, field, idempotencyKey: sku });

/** Something to look at and to order. Running it again changes nothing. */
export async function seedCatalogue(log: CommitLog): Promise<void> {
  for (const product of catalogue) {
    const context = { correlationId: 'seed', actor: principal };
    const cause = mutationCause({ principal, field, idempotencyKey: product.sku, input: product, context });
    await createProduct(log, seedProductId(product.sku), { ...product, imageUrl: undefined }, cause);
  }
}

const euros = (cents: number): Money => ({ amount: cents, currency: 'EUR' });

const catalogue: readonly Omit<NewProduct, 'imageUrl'>[] = [
  {
    sku: 'MUG-BLUE',
    title: 'Blue mug',
    price: euros(1_290),
    initialStock: 1_000,
    description: 'Stoneware with a blue glaze, 300 ml, for coffee or tea.',
  },
  {
    sku: 'MUG-WHITE',
    title: 'White mug',
    price: euros(1_190),
    initialStock: 1_000,
    description: 'Stoneware with a white glaze, 300 ml.',
  },
  {
    sku: 'TEAPOT-IRON',
    title: 'Cast-iron teapot',
    price: euros(4_900),
    initialStock: 200,
    description: 'Keeps 0.8 l of tea warm for an hour.',
  },
  {
    sku: 'COFFEE-HOUSE',
    title: 'House blend coffee',
    price: euros(890),
    initialStock: 5_000,
    description: 'Whole beans, 250 g, medium roast.',
  },
  {
    sku: 'KETTLE-GOOSE',
    title: 'Gooseneck kettle',
    price: euros(7_950),
    initialStock: 80,
    description: 'One litre; pours as slowly as a filter wants it.',
  },
  {
    sku: 'GRINDER-HAND',
    title: 'Hand grinder',
    price: euros(5_400),
    initialStock: 40,
    description: 'Steel burrs, 24 steps from espresso to French press.',
  },
  {
    sku: 'SPOON-OLIVE',
    title: 'Olive-wood spoon',
    price: euros(650),
    initialStock: 4,
    description: 'Turned by hand, each one different. The last few.',
  },
  {
    sku: 'POSTER-CREMA',
    title: 'Poster “Crema”',
    price: euros(1_500),
    initialStock: 0,
    description: 'Numbered print, 50 × 70 cm. Sold out, for now.',
  },
];
