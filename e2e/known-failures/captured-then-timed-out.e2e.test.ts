import { eventually, testBrokerUrl } from '@ordergraph/testing';
import { placeOrder, providerBooks, readOrder } from '../support/shopper.js';
import { addsUp, openShop, type Shop } from '../support/shop.js';

const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('a payment that is captured, and whose step then times out', () => {
  let shop: Shop;
  beforeAll(async () => {
    const environment = { PAYMENT_PROVIDER_TIMEOUT_SECONDS: '1', CAPTURE_DEADLINE_SECONDS: '2' };
    shop = await openShop({ amqpUrl: testBrokerUrl(), environment });
  }, 120_000);
  afterEach(() => shop.providerFails({}));
  afterAll(() => shop.platform.remove(), 60_000);

  const books = (id: string) => providerBooks(shop.platform.current, id);
  const statusOf = async (id: string) => (await readOrder(shop.shopper, id))?.status;

  it('is refunded when the order is cancelled, and stock and money add up', async () => {
    await shop.providerFails({ dropAnswers: 1_000, operations: ['capture'] });
    const { id } = await placeOrder(shop.shopper, { productId: shop.productId });
    await eventually(async () => expect(await books(id)).toMatchObject({ captured: 1_000 }), { timeoutMs: 30_000 });
    await eventually(async () => expect(await statusOf(id)).toBe('CANCELLING'), { timeoutMs: 30_000 });
    await shop.providerFails({});
    expect(await shop.ended(id)).toMatchObject({
      status: 'CANCELLED',
      cancellation: { reason: 'FULFILMENT_FAILED' },
      payment: { status: 'REFUNDED', captured: { amount: '10.00' }, refunded: { amount: '10.00' } },
    });
    expect(await books(id)).toMatchObject({ captured: 1_000, refunded: 1_000, held: 0, charges: 1 });
    await addsUp(shop, [id]);
  }, 120_000);

  it('is refunded or confirmed, never half of each, wherever in the race the answer comes', async () => {
    const orders: string[] = [];
    for (const dropAnswers of [3, 4, 5, 6, 7]) {
      await shop.providerFails({ dropAnswers, operations: ['capture'] });
      const { id } = await placeOrder(shop.shopper, { productId: shop.productId });
      await shop.ended(id);
      orders.push(id);
    }
    await addsUp(shop, orders);
  }, 240_000);
});
