import { eventually, startBreakableRabbit, testBrokerUrl, testMongo, uniqueNamespace } from '@ordergraph/testing';
import { type Broker, createRabbitBroker } from '../../src/index.js';
import type { Commit } from '../../src/commits/commit.js';
import { on } from '../../src/consuming/definitions.js';
import { silentLogger } from '../broker-conformance/harness.js';
import { type DatabaseProxy, proxyTo } from '../consuming/database-proxy.js';
import { deadLetters } from '../consuming/greetings.js';
import { inventoryParts, openMessaging, order, ordersParts, placeOrder, type Shop } from '../messaging/mini-shop.js';
import { fastLadder, startLadderClock } from './ladder-clock.js';

jest.setTimeout(180_000);

const suite = testBrokerUrl() === undefined ? describe.skip : describe;

/** Two replicas of each service; the databases of all behind a proxy, the broker one that may be stopped. */
suite('infrastructure that is gone for longer than the ladder is long', () => {
  let rabbit: Awaited<ReturnType<typeof startBreakableRabbit>>;
  let clock: Awaited<ReturnType<typeof startLadderClock>>;
  let proxy: DatabaseProxy;
  let namespace: ReturnType<typeof uniqueNamespace>;
  const shops: Shop[] = [];
  const brokers: Broker[] = [];

  beforeAll(async () => {
    [rabbit, clock] = await Promise.all([startBreakableRabbit(), startLadderClock()]);
    const [host = '', port] = new URL(testMongo().uri.replace('mongodb:', 'http:')).host.split(':');
    proxy = await proxyTo({ host, port: Number(port) });
  }, 120_000);
  afterAll(async () => {
    await clock.close();
    await proxy.close();
    await rabbit.stop();
  });
  beforeEach(() => void (namespace = uniqueNamespace()));
  afterEach(async () => {
    proxy.restore();
    for (const shop of shops.splice(0).reverse()) await shop.stop();
    await Promise.all(brokers.splice(0).map((broker) => broker.close(500)));
    await namespace.cleanup();
  });

  async function open(service: 'orders' | 'inventory'): Promise<Shop> {
    const broker = createRabbitBroker({
      url: rabbit.url,
      namespace: namespace.name,
      connectionName: service,
      logger: silentLogger,
      retryDelays: fastLadder,
    });
    brokers.push(broker);
    const uri = `mongodb://127.0.0.1:${proxy.port}/?directConnection=true&serverSelectionTimeoutMS=500`;
    const shop = await openMessaging({ service, uri, namespace: namespace.name, broker });
    shops.push(shop);
    return shop;
  }
  async function openShops(): Promise<{ orders: Shop; inventory: Shop }> {
    const orders = [await open('orders'), await open('orders')];
    const inventory = [await open('inventory'), await open('inventory')];
    for (const shop of orders) await shop.messaging.start(ordersParts(shop));
    for (const shop of inventory) await shop.messaging.start(inventoryParts(shop));
    await Promise.all(shops.map(({ messaging }) => messaging.consuming()));
    return { orders: orders[0]!, inventory: inventory[0]! };
  }

  const place = (orders: Shop, name: string, count: number): Promise<unknown>[] =>
    Array.from({ length: count }, (_, index) => placeOrder(orders, `${name}-${index}`));
  const confirmed = async ({ messaging }: Shop, ids: readonly string[]): Promise<number> => {
    const loaded = await Promise.all(ids.map((id) => messaging.log.load(order, id)));
    return loaded.filter(({ state, version }) => state.status === 'CONFIRMED' && version === 2).length;
  };
  const named = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index}`);
  const valuesOf = async (name: string) => {
    const scrapes = shops.map(async ({ metrics }) => (await metrics.getSingleMetric(name)?.get())?.values ?? []);
    return (await Promise.all(scrapes)).flat();
  };
  const ended = async (status: string): Promise<number> => {
    const values = await valuesOf('ordergraph_events_processed_total');
    return values.filter(({ labels }) => labels['status'] === status).reduce((sum, { value }) => sum + value, 0);
  };
  const paused = async (): Promise<number> =>
    (await valuesOf('ordergraph_consumer_paused')).filter(({ value }) => value > 0).length;

  /** Everything is done, once; not one attempt was spent. */
  async function isDoneOnce({ orders, inventory }: { orders: Shop; inventory: Shop }, ids: readonly string[]) {
    await eventually(async () => expect(await confirmed(orders, ids)).toBe(ids.length), { timeoutMs: 90_000 });
    const reservations = inventory.connection.collection<Commit>('commits');
    expect(await reservations.countDocuments({ '_id.stream': /^reservation-/ })).toBe(ids.length);
    expect(await ended('retried')).toBe(0);
    expect(await ended('dead_lettered')).toBe(0);
    await eventually(async () => expect(await deadLetters(brokers[0]!)).toEqual({}));
  }

  it('MongoDB: no attempt is spent, no message dies, and afterwards all is done once', async () => {
    const both = await openShops();
    await Promise.all(place(both.orders, 'flying', 120));
    const before = await confirmed(both.orders, named('flying', 120));
    expect(before).toBeLessThan(120); // messages are in flight
    proxy.cut();
    await eventually(async () => expect(await paused()).toBeGreaterThan(0), { timeoutMs: 30_000 });
    await clock.longerThanTheLadder();
    proxy.restore();
    await isDoneOnce(both, named('flying', 120));
  });

  it('RabbitMQ: the same, and what is accepted meanwhile is done afterwards', async () => {
    const both = await openShops();
    await Promise.all(place(both.orders, 'flying', 120));
    expect(await confirmed(both.orders, named('flying', 120))).toBeLessThan(120);
    await rabbit.kill();
    await Promise.all(place(both.orders, 'meanwhile', 30));
    await clock.longerThanTheLadder();
    await rabbit.start();
    await isDoneOnce(both, [...named('flying', 120), ...named('meanwhile', 30)]);
  });

  it('both at once', async () => {
    const both = await openShops();
    await Promise.all(place(both.orders, 'flying', 60));
    await rabbit.kill();
    await Promise.all(place(both.orders, 'meanwhile', 30));
    proxy.cut();
    await clock.longerThanTheLadder();
    proxy.restore();
    await rabbit.start();
    await isDoneOnce(both, [...named('flying', 60), ...named('meanwhile', 30)]);
  });

  it('the service itself, while its message waits on the ladder and the broker restarts: it costs the one attempt it failed', async () => {
    const orders = await open('orders');
    await orders.messaging.start(ordersParts(orders));
    await orders.messaging.consuming();
    const failing = await open('inventory');
    let failures = 0;
    const parts = inventoryParts(failing);
    const fail = async (): Promise<void> => {
      failures += 1;
      if (failures === 3) await failing.messaging.stop(0).catch(() => undefined); // after the immediate tries: it is parked
      throw new Error('broken release');
    };
    await failing.messaging.start({
      ...parts,
      commands: { reactions: parts.commands!.reactions.map(({ contract }) => on(contract, fail)) },
    });
    await placeOrder(orders, 'parked');
    await eventually(async () => expect(await ended('retried')).toBeGreaterThan(0), { timeoutMs: 30_000 });
    await rabbit.stop();
    await clock.longerThanTheLadder();
    await rabbit.start();
    const mended = await open('inventory');
    await mended.messaging.start(inventoryParts(mended));
    await eventually(async () => expect(await confirmed(orders, ['parked'])).toBe(1), { timeoutMs: 60_000 });
    expect(await deadLetters(brokers[0]!)).toEqual({});
  });
});
