import { testBrokerUrl } from '@ordergraph/testing';
import { placeOrder, providerBooks } from '../support/shopper.js';
import { addsUp, openShop, type Shop } from '../support/shop.js';

const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('a handler that fails once, half-way through its work', () => {
  let shop: Shop;
  const placed: string[] = [];
  beforeAll(async () => {
    shop = await openShop({ amqpUrl: testBrokerUrl(), environment: { PAYMENT_PROVIDER_TIMEOUT_SECONDS: '1' } });
  }, 120_000);
  afterEach(() => shop.providerFails({}));
  afterAll(() => shop.platform.remove(), 60_000);

  // The intent is recorded under the message's cause when the provider is called: a second delivery finds it there.
  it.each([
    ['before the provider has done anything', { failNext: 1, operations: ['authorization'] }],
    ['after the provider has authorized', { dropAnswers: 1, operations: ['authorization'] }],
    ['before the money is taken', { failNext: 1, operations: ['capture'] }],
    ['after the money was taken', { dropAnswers: 1, operations: ['capture'] }],
    ['five times in a row, then a sixth', { failNext: 5, operations: ['capture'] }],
  ])(
    'is no duplicate when it comes again: its effect happens, once (%s)',
    async (_when, faults) => {
      await shop.providerFails(faults);
      const { id } = await placeOrder(shop.shopper, { productId: shop.productId });
      expect(await shop.ended(id)).toMatchObject({ status: 'CONFIRMED', payment: { status: 'CAPTURED' } });
      expect(await providerBooks(shop.platform.current, id)).toMatchObject({
        authorizations: 1,
        charges: 1,
        captured: 1_000,
      });
      placed.push(id);
    },
    90_000,
  );

  it('leaves nothing that does not add up', () => addsUp(shop, placed), 60_000);
});
