import { type Money, type OrderLine, Price } from '@ordergraph/events';
import type { Refused } from '@ordergraph/messaging';

/** What a customer asks for. */
export interface LineRequested {
  readonly productId: string;
  readonly quantity: number;
}

/** What this service knows of a product: its own copy. */
export interface ProductOffered {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly price: Money;
}

export type Catalogue = ReadonlyMap<string, ProductOffered>;

export interface Quote {
  readonly lines: readonly OrderLine[];
  readonly total: Money;
}

export interface InvalidField {
  readonly path: readonly string[];
  readonly message: string;
}

export type QuoteRefusal =
  | { readonly problem: 'INVALID_INPUT'; readonly fields: readonly InvalidField[] }
  | { readonly problem: 'PRODUCTS_UNAVAILABLE'; readonly productIds: readonly string[] };

export const maximumLines = 50;
export const maximumQuantity = 1_000;

/** Prices a cart from the catalogue, or says why it cannot be ordered. */
export function quote(lines: readonly LineRequested[], catalogue: Catalogue): Quote | Refused<QuoteRefusal> {
  const fields = lineProblems(lines);
  if (fields.length > 0) return invalid(fields);
  const unavailable = lines.map(({ productId }) => productId).filter((id) => !isSellable(catalogue.get(id)));
  if (unavailable.length > 0) return { refused: { problem: 'PRODUCTS_UNAVAILABLE', productIds: unavailable } };
  const priced = lines.flatMap((line) => priceLine(line, catalogue));
  const currencies = new Set(priced.map(({ unitPrice }) => unitPrice.currency));
  const [currency] = currencies;
  if (currency === undefined || currencies.size > 1) {
    return invalid([{ path: ['lines'], message: 'One order has one currency; order the others on their own.' }]);
  }
  const amount = priced.reduce((sum, { unitPrice, quantity }) => sum + unitPrice.amount * quantity, 0);
  return { lines: priced, total: { amount, currency } };
}

export const invalid = (fields: readonly InvalidField[]): Refused<QuoteRefusal> => ({
  refused: { problem: 'INVALID_INPUT', fields },
});

/** A copy may be older than the bounds of prices: at one outside them nothing is sold. */
const isSellable = (product: ProductOffered | undefined): boolean =>
  product !== undefined && Price.safeParse(product.price).success;

function priceLine({ productId, quantity }: LineRequested, catalogue: Catalogue): OrderLine[] {
  const product = catalogue.get(productId);
  if (!product) return [];
  return [{ productId, sku: product.sku, title: product.title, quantity, unitPrice: product.price }];
}

/** Empty when the lines can be ordered as far as their form goes. */
export function lineProblems(lines: readonly LineRequested[]): readonly InvalidField[] {
  if (lines.length < 1) return [{ path: ['lines'], message: 'Order at least one product.' }];
  if (lines.length > maximumLines) return [{ path: ['lines'], message: `Order at most ${maximumLines} products.` }];
  return lines.flatMap(({ productId, quantity }, index) => [
    ...(Number.isInteger(quantity) && quantity >= 1 && quantity <= maximumQuantity
      ? []
      : [{ path: ['lines', `${index}`, 'quantity'], message: `Order 1 to ${maximumQuantity} pieces.` }]),
    ...(lines.findIndex((line) => line.productId === productId) === index
      ? []
      : [{ path: ['lines', `${index}`, 'productId'], message: 'This product is in the order already.' }]),
  ]);
}
