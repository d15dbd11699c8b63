import { catalogue, mug } from '../../test/order-stream.js';
import { type LineRequested, maximumLines, maximumQuantity, quote } from './quote.js';

const line = (productId: string, quantity = 1): LineRequested => ({ productId, quantity });

it('adds up lines in minor units', () => {
  expect(quote([line('mug', 3), line('pen', 1_000)], catalogue)).toMatchObject({
    total: { amount: 3 * 1_290 + 1_000 * 250, currency: 'EUR' },
  });
});

it('names every product that is not in the catalogue', () => {
  expect(quote([line('mug'), line('a'), line('b')], catalogue)).toEqual({
    refused: { problem: 'PRODUCTS_UNAVAILABLE', productIds: ['a', 'b'] },
  });
});

it.each([
  ['no lines', [], ['lines']],
  ['too many lines', Array.from({ length: 51 }, (_, index) => line(`p${index}`)), ['lines']],
  ['no pieces', [line('mug', 0)], ['lines', '0', 'quantity']],
  ['too many pieces', [line('pen'), line('mug', 1_001)], ['lines', '1', 'quantity']],
  ['half a piece', [line('mug', 0.5)], ['lines', '0', 'quantity']],
  ['a product twice', [line('mug'), line('mug')], ['lines', '1', 'productId']],
  ['two currencies', [line('mug'), line('fish')], ['lines']],
])('refuses %s', (_, lines, path) => {
  expect(quote(lines, catalogue)).toMatchObject({ refused: { problem: 'INVALID_INPUT', fields: [{ path }] } });
});

const highestPrice = 10_000_000_000;
const priced = (amount: number) => new Map([['mug', { ...mug, price: { amount, currency: 'EUR' } }]]);

it.each([0, -500, 12.5, highestPrice + 1, 9_000_000_000_000_000, Number.NaN, Number.POSITIVE_INFINITY])(
  'sells nothing at a price of %d',
  (amount) => {
    expect(quote([line('mug')], priced(amount))).toEqual({
      refused: { problem: 'PRODUCTS_UNAVAILABLE', productIds: ['mug'] },
    });
  },
);

it('adds up the most and dearest that can be ordered, exactly', () => {
  const ids = Array.from({ length: maximumLines }, (_, index) => `p${index}`);
  const dearest = new Map(ids.map((id) => [id, { ...mug, id, price: { amount: highestPrice, currency: 'EUR' } }]));
  const lines = ids.map((id) => line(id, maximumQuantity));
  const amount = maximumLines * maximumQuantity * highestPrice;
  expect(Number.isSafeInteger(amount)).toBe(true);
  expect(quote(lines, dearest)).toMatchObject({ total: { amount, currency: 'EUR' } });
});
