import { catalogue } from '../../test/order-stream.js';
import { type LineRequested, quote } from './quote.js';

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
