import { testBrokerUrl, testMongo } from '@ordergraph/testing';
import { placeOrder } from '../support/shopper.js';
import { addsUp, openShop, type Shop } from '../support/shop.js';

const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('twenty at a time against a database pool of ten', () => {
  let shop: Shop;
  beforeAll(async () => {
    const uri = new URL(testMongo().uri);
    uri.searchParams.set('maxPoolSize', '10');
    shop = await openShop({ amqpUrl: testBrokerUrl(), environment: { MONGODB_URI: uri.href } });
  }, 120_000);
  afterAll(() => shop.platform.remove(), 60_000);

  it('wedge nothing: every order ends, with transactions in flight all the while, and so do those that come later', async () => {
    const { shopper, productId, ended } = shop;
    const placed: string[] = [];
    const lane = async (orders: number): Promise<void> => {
      for (let order = 0; order < orders; order += 1) placed.push((await placeOrder(shopper, { productId })).id);
    };
    await Promise.all(Array.from({ length: 20 }, () => lane(6)));
    await Promise.all(placed.map(ended));
    await Promise.all(Array.from({ length: 20 }, () => lane(1)));
    const statuses = (await Promise.all(placed.map(ended))).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['CONFIRMED']));
    expect(placed).toHaveLength(140);
    await addsUp(shop, placed);
  }, 200_000);
});
