import { eventually, type TestBroker, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import type { Broker } from '../../src/broker/port.js';
import type { Commit } from '../../src/commits/commit.js';
import type { Role } from '../../src/messaging.js';
import {
  inventoryParts,
  noteOrder,
  openMessaging,
  order,
  orderCopies,
  ordersParts,
  placeOrder,
  type Shop,
} from './mini-shop.js';
import { ContractRegistry, OrderConfirmed, OrderPlaced } from '@ordergraph/events';
import { DeadLetterAudit, deadLetterQueue, resolveDeadLetters } from '../../src/index.js';

describe.each(testBrokers())('messaging of services on $kind', (testBroker: TestBroker) => {
  const namespace = uniqueNamespace();
  const open: { stop(): Promise<void> }[] = [];
  const brokers: Broker[] = [];

  afterEach(async () => {
    for (const shop of open.splice(0).reverse()) await shop.stop();
    for (const broker of brokers.splice(0)) await broker.close(2_000);
  });
  afterAll(() => namespace.cleanup());

  async function connect(): Promise<Broker> {
    const broker = namespace.openBroker(testBroker);
    brokers.push(broker);
    await eventually(() => expect(broker.connected).toBe(true));
    return broker;
  }

  async function start(service: string, broker: Broker, roles?: readonly Role[]): Promise<Shop> {
    const shop = await openMessaging({
      service,
      uri: testMongo().uri,
      namespace: namespace.name,
      broker,
      ...(roles && { roles }),
    });
    open.push(shop);
    return shop;
  }

  const statusOf = async ({ messaging }: Shop, id: string) => (await messaging.log.load(order, id)).state.status;

  it('carries a command to its owner and the answer back, and leaves nothing pending', async () => {
    const broker = await connect();
    const [orders, inventory] = [await start('orders', broker), await start('inventory', broker)];
    await orders.messaging.start(ordersParts(orders));
    await inventory.messaging.start(inventoryParts(inventory));
    await placeOrder(orders, 'happy');
    await eventually(async () => expect(await statusOf(orders, 'happy')).toBe('CONFIRMED'));
    await eventually(async () => {
      for (const { connection } of [orders, inventory]) {
        expect(await connection.collection('commits').countDocuments({ pending: { $exists: true } })).toBe(0);
      }
    });
  });

  it('publishes by the sweep what a process left behind', async () => {
    const broker = await connect();
    const died = await start('orders', broker, []);
    await placeOrder(died, 'left-behind');
    await died.connection.collection('commits').updateMany({}, { $set: { pending: 1, nextTryAt: new Date(0) } });
    const [orders, inventory] = [await start('orders', broker), await start('inventory', broker)];
    await orders.messaging.start(ordersParts(orders));
    await inventory.messaging.start(inventoryParts(inventory));
    await eventually(async () => expect(await statusOf(orders, 'left-behind')).toBe('CONFIRMED'));
  });

  it('answers a repeated mutation when own views show it, also where whoever committed it has died', async () => {
    const broker = await connect();
    // Nobody here sweeps: only the repeat can show it.
    const [died, heir] = [await start('orders', broker, []), await start('orders', broker, ['graphql'])];
    await heir.messaging.start({ streams: [order], ownViews: [orderCopies] });
    const idempotencyKey = 'tried again';
    const rows = () => heir.connection.collection('orderCopies').countDocuments({ _id: 'order-half-done' as never });
    expect((await noteOrder(died, 'half-done', { idempotencyKey })).outcome).toBe('committed');
    expect(await rows()).toBe(0);
    expect((await noteOrder(heir, 'half-done', { idempotencyKey })).outcome).toBe('repeated');
    expect(await rows()).toBe(1);
  });

  it('sends a command again when its answer does not come, with the same id', async () => {
    const broker = await connect();
    const orders = await start('orders', broker);
    await orders.messaging.start(ordersParts(orders));
    await orders.messaging.consuming();
    await placeOrder(orders, 'unanswered');
    const held = orders.connection.collection<Commit>('commits');
    const before = await held.findOne({ '_id.stream': 'order-unanswered' });
    await held.updateOne({ '_id.stream': 'order-unanswered' }, { $set: { dueAt: new Date(0) } });
    await eventually(async () => {
      const after = await held.findOne({ '_id.stream': 'order-unanswered' });
      expect(after?.armed).toBe((before?.armed ?? 0) + 1);
      expect(after?.wakes).toBe(1);
      expect(after?.dueAt?.getTime()).toBeGreaterThan(Date.now() + 5_000);
    });
    expect((await orders.messaging.log.load(order, 'unanswered')).version).toBe(1);
  });

  it('gives a service that did not exist the whole history, and only its view', async () => {
    const broker = await connect();
    const orders = await start('orders', broker);
    await orders.messaging.start(ordersParts(orders));
    await orders.messaging.consuming();
    await Promise.all(Array.from({ length: 50 }, (_, index) => placeOrder(orders, `history-${index}`)));
    const analytics = await start('analytics', broker);
    await analytics.messaging.start({ streams: [], copies: [orderCopies] });
    await placeOrder(orders, 'history-50');
    const rows = analytics.connection.collection('orderCopies');
    await eventually(async () => expect(await rows.countDocuments({ _id: /^order-history-/ as never })).toBe(51));
    await eventually(async () => expect(await analytics.messaging.historyComplete()).toBe(true));
  });

  it('shows nothing older when an event comes back from the dead letters', async () => {
    const broker = await connect();
    const analytics = await start('analytics', broker);
    await analytics.messaging.start({ streams: [], copies: [orderCopies] });
    await analytics.messaging.consuming();
    const queue = 'analytics.order-copies.t1';
    const event = (contract: typeof OrderPlaced | typeof OrderConfirmed, version: number, failed: boolean) => ({
      routingKey: contract.routingKey,
      content: Buffer.from(JSON.stringify(contract.example)),
      envelope: {
        ...{ id: `order-old/${version}/0`, type: contract.type, source: 'orders', subject: 'order-old', version },
        ...{ time: new Date().toISOString(), correlationId: 'c' },
        ...(failed && { failure: { queue, attempts: 14, firstFailedAt: '', errorCode: 'X', errorMessage: '' } }),
      },
    });
    await broker.send(deadLetterQueue, event(OrderPlaced, 1, true));
    await broker.send(queue, event(OrderConfirmed, 2, false));
    const row = () => analytics.connection.collection('orderCopies').findOne({ _id: 'order-old' as never });
    await eventually(async () => expect(await row()).toMatchObject({ version: 2, status: 'CONFIRMED' }));
    const database = analytics.connection.getClient().db(`${namespace.name}_operations`);
    const audit = new DeadLetterAudit({ database, by: 'robin', reason: undefined });
    const registry = new ContractRegistry([OrderPlaced]);
    const { resolved } = await resolveDeadLetters({ broker, registry, selection: {}, action: 'redrive', audit });
    expect(resolved).toHaveLength(1);
    await broker.send(queue, event(OrderConfirmed, 3, false)); // behind it in the same queue
    await eventually(async () => expect(await row()).toMatchObject({ version: 3, status: 'CONFIRMED' }));
    await eventually(async () => expect(await broker.browse(deadLetterQueue, 10)).toEqual([]));
  });

  it('feeds a watcher every version once and in order, from another replica too', async () => {
    const broker = await connect();
    const [orders, replica] = [await start('orders', broker), await start('orders', broker, ['graphql'])];
    const inventory = await start('inventory', broker);
    await replica.messaging.start({ streams: [order] });
    const watcher = replica.messaging.feed.watchStream('order-watched', 0);
    await orders.messaging.start(ordersParts(orders));
    await inventory.messaging.start(inventoryParts(inventory));
    await placeOrder(orders, 'watched');
    const nextId = async () => ((await watcher.next()).value as Commit | undefined)?._id;
    expect(await nextId()).toEqual({ stream: 'order-watched', version: 1 });
    expect(await nextId()).toEqual({ stream: 'order-watched', version: 2 });
    const quiet = watcher.next();
    await watcher.return?.();
    expect(await quiet).toEqual({ value: undefined, done: true });
  });

  it('applies own views before it answers', async () => {
    const broker = await connect();
    const orders = await start('orders', broker);
    await orders.messaging.start({ ...ordersParts(orders), ownViews: [orderCopies] });
    await placeOrder(orders, 'seen');
    const row = await orders.connection.collection('orderCopies').findOne({ _id: 'order-seen' as never });
    expect(row).toMatchObject({ version: 1, status: OrderPlaced.example.state?.status });
  });
});
