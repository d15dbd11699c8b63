import { OrderConfirmed, StockReserved } from '@ordergraph/events';
import {
  backUpDatabase,
  eventually,
  restoreDatabase,
  type TestBroker,
  testBrokers,
  testDirectory,
  testMongo,
  uniqueNamespace,
} from '@ordergraph/testing';
import mongoose, { type mongo } from 'mongoose';
import type { Broker } from '../../src/broker/port.js';
import { messageCause } from '../../src/causes.js';
import type { Commit } from '../../src/commits/commit.js';
import { on } from '../../src/consuming/definitions.js';
import { askAgain } from '../../src/index.js';
import { inventoryParts, openMessaging, order, placeOrder, type Shop } from '../messaging/mini-shop.js';

describe.each(testBrokers())('a service whose database was restored, on $kind', (testBroker: TestBroker) => {
  const namespace = uniqueNamespace();
  const inventoryDatabase = `${namespace.name}_inventory`;
  const backup = testDirectory('inventory-backup');
  let client: mongo.MongoClient;
  let broker: Broker;
  let orders: Shop;
  let inventory: Shop;

  beforeAll(async () => {
    client = await mongoose.mongo.MongoClient.connect(testMongo().uri);
    broker = namespace.openBroker(testBroker);
    await eventually(() => expect(broker.connected).toBe(true));
    orders = await open('orders');
    await orders.messaging.start({ streams: [order], consumers: [listener(orders)] });
    await startInventory();
  });
  afterAll(async () => {
    await Promise.all([orders.stop(), inventory.stop()]);
    await broker.close(2_000);
    await client.close();
    await namespace.cleanup();
  });

  const open = (service: string) => openMessaging({ service, uri: testMongo().uri, namespace: namespace.name, broker });

  async function startInventory(): Promise<void> {
    inventory = await open('inventory');
    await inventory.messaging.start(inventoryParts(inventory));
  }

  /** Inventory forgets everything since the backup, and the commands since then reach it again. */
  async function restoreInventory(): Promise<void> {
    await inventory.stop();
    await restoreDatabase(client, inventoryDatabase, backup);
    await startInventory();
    await askAgain(client.db(`${namespace.name}_orders`), 'inventory', new Date(0));
  }

  /** How many messages from inventory about this order were new to orders. */
  const heard = async (id: string) => (await orders.messaging.log.load(order, `heard-${id}`)).version;
  const eraOf = async (id: string) =>
    (
      await client
        .db(inventoryDatabase)
        .collection<Commit>('commits')
        .findOne({ '_id.stream': `reservation-${id}` })
    )?.era;

  it('is heard when it says something new where it said something else before', async () => {
    await placeOrder(orders, 'known');
    await eventually(async () => expect(await heard('known')).toBe(1));
    await eventually(async () =>
      expect(
        await client
          .db(inventoryDatabase)
          .collection('commits')
          .countDocuments({ pending: { $exists: true } }),
      ).toBe(0),
    );
    await backUpDatabase(client, inventoryDatabase, backup);
    await placeOrder(orders, 'forgotten');
    await eventually(async () => expect(await heard('forgotten')).toBe(1));

    await restoreInventory();
    await eventually(async () => expect(await heard('forgotten')).toBe(2), { timeoutMs: 30_000 });
    expect(await heard('known')).toBe(1); // answered again under the id it had: a duplicate
    expect(await eraOf('known')).toBeUndefined();
    expect(await eraOf('forgotten')).toMatch(/^\d{8}T\d{9}Z$/);
  });

  it('begins no era when it is merely started again, and another one when the same backup is restored again', async () => {
    const first = await eraOf('forgotten');
    await inventory.stop();
    await startInventory();
    await placeOrder(orders, 'afterwards');
    await eventually(async () => expect(await eraOf('afterwards')).toBe(first), { timeoutMs: 30_000 });

    await restoreInventory();
    await eventually(async () => expect(await heard('forgotten')).toBe(3), { timeoutMs: 30_000 });
    expect(await eraOf('forgotten')).not.toBe(first);
  });
});

/** Commits once for every message that it does not know yet. */
const listener = ({ messaging }: Shop) => ({
  name: 'listener',
  reactions: [
    on(StockReserved, async (message) => {
      await messaging.log.execute(order, `heard-${message.data.orderId}`, {
        ...messageCause(message, 'orders.listener'),
        decide: () => [OrderConfirmed({ orderId: message.data.orderId })],
      });
    }),
  ],
});
