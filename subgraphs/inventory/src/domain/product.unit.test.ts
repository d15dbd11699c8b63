import { type Message, ProductCreated, ProductPriceChanged, ProductRestocked } from '@ordergraph/events';
import { given } from '@ordergraph/testing';
import { availabilityOf } from './availability.js';
import { decideChangePrice } from './change-price.js';
import { type NewProduct, decideCreateProduct, skuClaim } from './create-product.js';
import { productDecider } from './product.js';
import { decideRestockProduct } from './restock-product.js';
import { openingStock } from './stock.js';

const price = { amount: 1290, currency: 'EUR' };
const mug: NewProduct = {
  sku: 'MUG-BLUE',
  title: ' Blue mug ',
  description: undefined,
  imageUrl: undefined,
  price,
  initialStock: 10,
};
const created = ProductCreated({ sku: 'MUG-BLUE', title: 'Blue mug', price, initialStock: 10 });
const createdAt = '2026-01-01T12:00:00.000Z';
const after = (...messages: readonly Message[]) =>
  given(productDecider, messages, { id: 'mug', startsAt: new Date(createdAt) });
const { state: unknown } = after();
const { state: listed } = after(created);

describe('creating a product', () => {
  it('lists it with its opening stock', () => {
    expect(decideCreateProduct(unknown, mug, undefined)).toEqual({
      messages: [created],
      stock: openingStock('MUG-BLUE', 10),
    });
  });

  it('refuses a SKU that another product has, however it is written', () => {
    expect(decideCreateProduct(unknown, mug, 'other')).toEqual({ refused: { reason: 'SKU_TAKEN' } });
    expect(skuClaim(' mug-Blue ')).toBe(skuClaim('MUG-BLUE'));
  });

  it.each([
    ['sku', { sku: 'blue mug' }],
    ['title', { title: '  ' }],
    ['description', { description: 'x'.repeat(5_001) }],
    ['imageUrl', { imageUrl: 'javascript:alert(1)' }],
    ['initialStock', { initialStock: -1 }],
    ['price.amount', { price: { amount: 0, currency: 'EUR' } }],
    ['price.currencyCode', { price: { path: ['price', 'currencyCode'], message: 'Not a currency.' } }],
  ] as [string, Partial<NewProduct>][])('names %s as invalid', (path, change) => {
    const decision = decideCreateProduct(unknown, { ...mug, ...change }, undefined);
    expect(decision).toMatchObject({ refused: { reason: 'INVALID_INPUT', fields: [{ path: path.split('.') }] } });
  });
});

describe('changing a price', () => {
  const cheaper = { amount: 1190, currency: 'EUR' };

  it('tells the price before and after', () => {
    after(created)
      .when((product) => decideChangePrice(product, cheaper))
      .then(ProductPriceChanged({ price: cheaper, previousPrice: price }))
      .thenState((product) => expect(product).toMatchObject({ price: cheaper }));
  });

  it('is nothing when the price stays', () => {
    after(created)
      .when((product) => decideChangePrice(product, { ...price }))
      .thenNothing();
  });

  it('refuses an unknown product and a price that is none', () => {
    after()
      .when((product) => decideChangePrice(product, cheaper))
      .thenRefused({ reason: 'NOT_FOUND' });
    after(created)
      .when((product) => decideChangePrice(product, { amount: -1, currency: 'EUR' }))
      .thenRefused({
        reason: 'INVALID_INPUT',
        fields: [{ path: ['price', 'amount'], message: 'A price is more than zero.' }],
      });
  });
});

describe('restocking', () => {
  const stock = openingStock('MUG-BLUE', 10);

  it('adds pieces to what is available', () => {
    expect(decideRestockProduct(listed, 5, stock)).toEqual({
      messages: [ProductRestocked({ quantity: 5 })],
      stock: { ...stock, adjustments: 5, available: 15 },
    });
  });

  it('refuses an unknown product and less than one piece', () => {
    expect(decideRestockProduct(unknown, 5, undefined)).toEqual({ refused: { reason: 'NOT_FOUND' } });
    expect(decideRestockProduct(listed, 0, stock)).toMatchObject({
      refused: { reason: 'INVALID_INPUT', fields: [{ path: ['quantity'] }] },
    });
  });
});

describe('a product', () => {
  it('shows everything but its stock', () => {
    const changed = ProductPriceChanged({ price: { amount: 1190, currency: 'EUR' }, previousPrice: price });
    const { state } = after(created, changed, ProductRestocked({ quantity: 5 }));
    expect(productDecider.publicState?.(state)).toEqual({
      id: 'mug',
      sku: 'MUG-BLUE',
      title: 'Blue mug',
      price: { amount: 1190, currency: 'EUR' },
      createdAt,
    });
  });

  it('is low in stock up to the configured number of pieces', () => {
    expect([0, 1, 5, 6].map((available) => availabilityOf(available, 5))).toEqual([
      'OUT_OF_STOCK',
      'LOW_STOCK',
      'LOW_STOCK',
      'IN_STOCK',
    ]);
  });
});
