import type { PrivateRabbit } from '@ordergraph/infrastructure';
import { eventually, startBreakableRabbit, testBrokerUrl } from '@ordergraph/testing';
import {
  canBeOrdered,
  createProduct,
  placeOrder,
  readOrder,
  readStock,
  registerShopper,
  signInOperator,
} from '../support/shopper.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';
import { contiguousFromOne, type Seen, watchVersions } from '../support/watch-versions.js';

/** Only where RabbitMQ is installed; the run says so when it is not. */
const describeWithRabbit = testBrokerUrl() === undefined ? describe.skip : describe;

describeWithRabbit('RabbitMQ goes away', () => {
  let rabbit: PrivateRabbit;
  let platform: TestPlatform;

  beforeAll(async () => {
    rabbit = await startBreakableRabbit();
    // One watcher is one socket here; an app has one for all.
    platform = await startTestPlatform({ amqpUrl: rabbit.url, environment: { MAX_SOCKETS_PER_USER: '50' } });
  }, 180_000);
  afterAll(async () => {
    await platform.remove();
    await rabbit.stop();
  }, 60_000);

  it('stopped: register, sign in, place and query answer at once; started again: the order completes', async () => {
    const { graphqlUrl, productIds } = platform.current;
    await rabbit.stop();
    const shopper = await registerShopper(graphqlUrl);
    const placed = await placeOrder(shopper, { productId: productIds[0] ?? '' });
    expect(placed).toMatchObject({ status: 'PENDING', version: 1 });
    expect(await readOrder(shopper, placed.id)).toMatchObject({ status: 'PENDING', version: 1 });
    const { me } = await shopper.request<{ me: { orders: { edges: { node: { id: string } }[] } } }>(
      '{ me { orders { edges { node { id } } } } }',
    );
    expect(me.orders.edges.map(({ node }) => node.id)).toEqual([placed.id]);

    await rabbit.start();
    const seen: Seen[] = [];
    await watchVersions({ ...platform.current, token: shopper.token }, placed.id, seen);
    expect(seen.at(-1)).toMatchObject({ status: 'CONFIRMED', final: true });
  }, 180_000);

  it('all connections closed ten times under load: every order completes and a watcher sees every version', async () => {
    const { graphqlUrl } = platform.current;
    const operator = await signInOperator(graphqlUrl);
    const shopper = await registerShopper(graphqlUrl);
    const productId = await createProduct(operator, 1_000);
    await eventually(async () => expect(await canBeOrdered(shopper, productId)).toBe(true));

    const orders: { id: string; seen: Seen[]; watching: Promise<void> }[] = [];
    const placeAndWatch = async (): Promise<void> => {
      const { id, progress, version, status } = await placeOrder(shopper, { productId });
      const seen: Seen[] = [{ cursor: progress.cursor, version, status, final: false }];
      const isWatched = orders.length % 20 === 0;
      const target = { ...platform.current, token: shopper.token };
      orders.push({ id, seen, watching: isWatched ? watchVersions(target, id, seen) : Promise.resolve() });
    };
    for (let closing = 0; closing < 10; closing++) {
      await Promise.all([rabbit.closeAllConnections(), ...Array.from({ length: 20 }, placeAndWatch)]);
    }

    await eventually(
      async () => {
        const ends = await Promise.all(orders.map(({ id }) => readOrder(shopper, id)));
        expect(ends.filter((order) => order?.status !== 'CONFIRMED')).toEqual([]);
      },
      { timeoutMs: 90_000, intervalMs: 500 },
    );
    for (const { seen, watching } of orders) {
      await watching;
      expect(seen.map(({ version }) => version)).toEqual(contiguousFromOne(seen));
    }
    await eventually(async () =>
      expect(await readStock(operator, productId)).toMatchObject({
        reserved: 0,
        sold: 200,
        available: 800,
      }),
    );
  }, 240_000);
});
