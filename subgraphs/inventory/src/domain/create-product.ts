import { type Money, ProductCreated } from '@ordergraph/events';
import type { Refused } from '@ordergraph/messaging';
import { type InvalidField, brokenRules } from './invalid-field.js';
import { type PriceInput, isMoney, priceProblems } from './price.js';
import type { Product } from './product.js';
import { type Stock, openingStock } from './stock.js';

export interface NewProduct {
  readonly sku: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly imageUrl: string | undefined;
  readonly price: PriceInput;
  readonly initialStock: number;
}

export type CreateProductRefusal =
  { readonly reason: 'INVALID_INPUT'; readonly fields: readonly InvalidField[] } | { readonly reason: 'SKU_TAKEN' };

/** `mug-blue` and `MUG-BLUE` are one SKU to a person who reads them out. */
export const skuClaim = (sku: string): string => sku.trim().toUpperCase();

export const highestStock = 1_000_000;

/** `holder` is the product that has the SKU already. */
export function decideCreateProduct(
  product: Product,
  input: NewProduct,
  holder: string | undefined,
): { readonly messages: readonly [ProductCreated]; readonly stock: Stock } | Refused<CreateProductRefusal> {
  const { price } = input;
  const fields = productProblems(input);
  if (fields.length > 0 || !isMoney(price)) return { refused: { reason: 'INVALID_INPUT', fields } };
  if (holder !== undefined || product.status === 'LISTED') return { refused: { reason: 'SKU_TAKEN' } };
  const created = contentOf(input, price);
  return { messages: [ProductCreated(created)], stock: openingStock(created.sku, created.initialStock) };
}

function contentOf(input: NewProduct, price: Money): ProductCreated['data'] {
  const description = input.description?.trim();
  return {
    sku: input.sku.trim(),
    title: input.title.trim(),
    ...(description && { description }),
    ...(input.imageUrl && { imageUrl: input.imageUrl }),
    price,
    initialStock: input.initialStock,
  };
}

function productProblems({ sku, title, description, imageUrl, price, initialStock }: NewProduct): InvalidField[] {
  return [
    ...brokenRules(
      [/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(sku.trim()), 'sku', 'Up to 64 letters, digits, dots, dashes.'],
      [isBetween(title.trim().length, 1, 200), 'title', 'Between 1 and 200 characters.'],
      [(description?.trim().length ?? 0) <= 5_000, 'description', 'At most 5,000 characters.'],
      [!imageUrl || isWebAddress(imageUrl), 'imageUrl', 'An http or https address of at most 2,000 characters.'],
      [isBetween(initialStock, 0, highestStock), 'initialStock', `Between 0 and ${highestStock} pieces.`],
    ),
    ...priceProblems(price),
  ];
}

const isBetween = (value: number, lowest: number, highest: number): boolean => value >= lowest && value <= highest;

const isWebAddress = (address: string): boolean =>
  address.length <= 2_000 && /^https?:\/\//i.test(address) && URL.canParse(address);
