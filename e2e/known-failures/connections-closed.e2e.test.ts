import type { PrivateRabbit } from '@ordergraph/infrastructure';
import { eventually, startBreakableRabbit, testBrokerUrl } from '@ordergraph/testing';
import { placeOrder, readOrder } from '../support/shopper.js';
import { addsUp, openShop, type Shop } from '../support/shop.js';

const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('after rabbitmqctl close_all_connections', () => {
  let rabbit: PrivateRabbit;
  let shop: Shop;
  beforeAll(async () => {
    rabbit = await startBreakableRabbit();
    shop = await openShop({ amqpUrl: rabbit.url });
  }, 180_000);
  afterAll(async () => {
    await shop.platform.remove();
    await rabbit.stop();
  }, 60_000);

  /** What each service says of its broker, and whether it wants work. */
  const readiness = async (): Promise<(readonly [number, unknown])[]> =>
    Promise.all(
      Object.values(shop.platform.current.subgraphUrls).map(async (url) => {
        const answer = await fetch(new URL('/ready', url));
        return [answer.status, ((await answer.json()) as { broker?: unknown }).broker] as const;
      }),
    );
  const all = (status: number, broker: string) => [1, 2, 3, 4].map(() => [status, broker]);

  it('what is accepted is processed, and health tells the truth meanwhile', async () => {
    const { shopper, productId } = shop;
    await rabbit.closeAllConnections();
    const afterwards = await placeOrder(shopper, { productId });
    expect(await shop.ended(afterwards.id)).toMatchObject({ status: 'CONFIRMED' });
    await eventually(async () => expect(await readiness()).toEqual(all(200, 'connected')));

    await rabbit.stop();
    await eventually(async () => expect(await readiness()).toEqual(all(200, 'disconnected'))); // clients are still answered
    const meanwhile = await placeOrder(shopper, { productId });
    expect(await readOrder(shopper, meanwhile.id)).toMatchObject({ status: 'PENDING' });
    await rabbit.start();
    await eventually(async () => expect(await readiness()).toEqual(all(200, 'connected')), { timeoutMs: 60_000 });
    expect(await shop.ended(meanwhile.id)).toMatchObject({ status: 'CONFIRMED' });
    await addsUp(shop, [afterwards.id, meanwhile.id]);
  }, 180_000);
});
