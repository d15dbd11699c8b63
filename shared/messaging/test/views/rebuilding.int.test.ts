import { setTimeout as wait } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { eventually, type TestBroker, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import type { Broker } from '../../src/broker/port.js';
import { OrderConfirmed } from '@ordergraph/events';
import { mutationCause } from '../../src/causes.js';
import { askForRebuild, rebuildsIn } from '../../src/index.js';
import { knownFor } from '../../src/views/rebuild/rebuild-watch.js';
import type { MessagingParts } from '../../src/parts.js';
import { noteOrder, openMessaging, order, orderCopies, ordersParts, type Shop } from '../messaging/mini-shop.js';

const patience = { timeoutMs: 45_000 };
interface Row {
  readonly _id: string;
  readonly version: number;
  readonly status: string;
}

describe.each(testBrokers())('rebuilding a view while traffic flows, on $kind', (testBroker: TestBroker) => {
  let namespace = uniqueNamespace();
  const open: Shop[] = [];
  const brokers: Broker[] = [];
  beforeEach(() => void (namespace = uniqueNamespace()));
  afterEach(async () => {
    for (const shop of open.splice(0).reverse()) await shop.stop();
    for (const broker of brokers.splice(0)) await broker.close(1_000);
    await namespace.cleanup();
  });

  /** Replicas have a broker each where brokers are shared between processes. */
  async function connect(): Promise<Broker> {
    if (testBroker.kind === 'embedded' && brokers[0]) return brokers[0];
    const broker = namespace.openBroker(testBroker);
    brokers.push(broker);
    await eventually(() => expect(broker.connected).toBe(true));
    return broker;
  }

  async function start(service: string, parts: (shop: Shop) => MessagingParts): Promise<Shop> {
    const shop = await openMessaging({
      service,
      uri: testMongo().uri,
      namespace: namespace.name,
      broker: await connect(),
    });
    open.push(shop);
    await shop.messaging.start(parts(shop));
    await shop.messaging.consuming();
    return shop;
  }

  const databaseOf = ({ connection }: Shop) => connection.getClient().db(connection.name);
  const rows = (shop: Shop) => databaseOf(shop).collection<Row>('orderCopies');
  const stateOf = async (shop: Shop) => rebuildsIn(databaseOf(shop)).findOne({ _id: 'orderCopies' });
  const isDone = (shop: Shop) =>
    eventually(async () => expect((await stateOf(shop))?.doneAt).toBeInstanceOf(Date), patience);

  const ownParts = (shop: Shop): MessagingParts => ({ ...ordersParts(shop), ownViews: [orderCopies] });
  const copyParts = (): MessagingParts => ({ streams: [], copies: [orderCopies] });

  const placeAndChange = async (shop: Shop, id: string, versions: number): Promise<void> => {
    await noteOrder(shop, id);
    for (let version = 2; version <= versions; version++) {
      const cause = mutationCause({ principal: 'user:u', field: 'change', context: { correlationId: id } });
      await shop.messaging.log.execute(order, id, { ...cause, decide: () => [OrderConfirmed({ orderId: id })] });
    }
  };

  /** Places orders and changes them, and reads all rows all the time, until it is stopped. */
  function traffic(orders: Shop, reader: Shop) {
    let isRunning = true;
    let count = 0;
    const problems: string[] = [];
    const seen = new Map<string, number>();
    const write = async (): Promise<void> => {
      while (isRunning) await placeAndChange(orders, `during-${count++}`, 4);
    };
    const read = async (): Promise<void> => {
      while (isRunning) {
        const found = new Map(
          (await rows(reader).find().batchSize(10_000).toArray()).map((row) => [row._id, row.version]),
        );
        for (const [id, version] of seen) {
          if ((found.get(id) ?? 0) < version) problems.push(`${id}: ${version} then ${found.get(id) ?? 'nothing'}`);
        }
        for (const [id, version] of found) seen.set(id, version);
      }
    };
    const done = Promise.all([write(), read()]);
    return {
      problems,
      async stop() {
        isRunning = false;
        await done;
        return count;
      },
    };
  }

  /** Long enough for every process to look again at what is being rebuilt. */
  function renameLate() {
    const real = mongo.Collection.prototype.rename;
    return jest.spyOn(mongo.Collection.prototype, 'rename').mockImplementation(async function (
      this: mongo.Collection,
      ...to
    ) {
      await wait(2 * knownFor);
      return real.apply(this, to);
    });
  }

  async function spoil(shop: Shop): Promise<void> {
    await rows(shop).updateMany({}, { $set: { status: 'SPOILT' } });
    await rows(shop).deleteOne({ _id: 'order-before-7' });
    await rows(shop).createIndex({ status: 1 }, { name: 'byStatus' });
  }

  async function expectAsStreams(reader: Shop, orders: Shop, count: number): Promise<void> {
    await eventually(async () => expect(await rows(reader).countDocuments()).toBe(count), patience);
    await eventually(async () => {
      for (const row of await rows(reader).find().toArray()) {
        const { version, state } = await orders.messaging.log.load(order, row._id.slice('order-'.length));
        expect([row._id, row.version, row.status]).toEqual([row._id, version, state.status]);
      }
    }, patience);
  }

  async function rebuildUnderTraffic(service: string, parts: (shop: Shop) => MessagingParts): Promise<void> {
    const orders = await start('orders', service === 'orders' ? ownParts : ordersParts);
    const [reader] = [await start(service, parts), await start(service, parts)];
    await Promise.all(Array.from({ length: 60 }, (_, index) => placeAndChange(orders, `before-${index}`, 3)));
    await eventually(async () => expect(await rows(reader).countDocuments({ version: 3 })).toBe(60), patience);
    await spoil(reader);
    const rename = renameLate();
    const flow = traffic(orders, reader);
    expect(await askForRebuild(databaseOf(reader), 'orderCopies', 'robin')).toBe(true);
    expect(await askForRebuild(databaseOf(reader), 'orderCopies', 'robin')).toBe(false);
    await isDone(reader);
    const during = await flow.stop();
    expect(rename).toHaveBeenCalledTimes(1);
    rename.mockRestore();
    expect(during).toBeGreaterThan(0);
    expect(flow.problems).toEqual([]);
    await expectAsStreams(reader, orders, 60 + during);
    expect((await rows(reader).indexes()).map(({ name }) => name)).toContain('byStatus');
    const left = (await databaseOf(reader).listCollections().toArray()).filter(({ name }) => name.includes('rebuilt'));
    expect(left).toEqual([]);
  }

  it('shows no empty and no older row on the way, and in the end what the streams say: a copy of another service', () =>
    rebuildUnderTraffic('analytics', copyParts));

  it('shows no empty and no older row on the way, and in the end what the streams say: a view of its own', () =>
    rebuildUnderTraffic('orders', ownParts));

  it('shows what the owner has, where a row was newer than all that its owner says: it was restored from a backup', async () => {
    const orders = await start('orders', ordersParts);
    const reader = await start('analytics', copyParts);
    await Promise.all(Array.from({ length: 5 }, (_, index) => placeAndChange(orders, `before-${index}`, 2)));
    await eventually(async () => expect(await rows(reader).countDocuments({ version: 2 })).toBe(5), patience);
    await rows(reader).updateOne({ _id: 'order-before-1' }, { $set: { version: 99, status: 'LOST' } });
    await rows(reader).insertOne({ _id: 'order-lost', version: 3, status: 'LOST' });
    await askForRebuild(databaseOf(reader), 'orderCopies', 'robin');
    await isDone(reader);
    await expectAsStreams(reader, orders, 5);
    expect(await rows(reader).findOne({ _id: 'order-lost' })).toBeNull();
  });

  it('is done by another replica, from the beginning, when the one that began has died', async () => {
    const orders = await start('orders', ordersParts);
    const reader = await start('analytics', copyParts);
    await Promise.all(Array.from({ length: 30 }, (_, index) => placeAndChange(orders, `before-${index}`, 2)));
    await eventually(async () => expect(await rows(reader).countDocuments({ version: 2 })).toBe(30), patience);
    await spoil(reader);
    // What is left of a process that died on its way: its attempt, half a collection.
    await databaseOf(reader)
      .collection<Row>('orderCopies.rebuilt-dead')
      .insertOne({ _id: 'order-x', version: 9, status: 'X' });
    const dead = { state: 'building', attempt: 'dead', heldUntil: new Date(Date.now() + 3_000) } as const;
    await rebuildsIn(databaseOf(reader)).updateOne({ _id: 'orderCopies' }, { $set: dead });
    await isDone(reader);
    await expectAsStreams(reader, orders, 30);
    expect(await databaseOf(reader).listCollections({ name: 'orderCopies.rebuilt-dead' }).toArray()).toEqual([]);
  });

  it('goes on with the next view when one cannot be rebuilt, which is tried again, less and less often', async () => {
    const broken = { ...orderCopies, collection: 'brokenCopies' };
    const orders = await start('orders', (shop) => ({ ...ordersParts(shop), ownViews: [broken, orderCopies] }));
    const database = databaseOf(orders);
    await Promise.all([placeAndChange(orders, 'one', 2), placeAndChange(orders, 'other', 2)]);
    // This index cannot be made on what is to replace the view: two rows have one status there.
    await database.collection<Row>('brokenCopies').deleteOne({ _id: 'order-other' });
    await database.collection('brokenCopies').createIndex({ status: 1 }, { unique: true });
    await askForRebuild(database, 'brokenCopies', 'robin');
    await askForRebuild(database, 'orderCopies', 'robin');
    await isDone(orders);
    await expectAsStreams(orders, orders, 2);
    const broke = async () => rebuildsIn(database).findOne({ _id: 'brokenCopies' });
    expect((await broke())?.doneAt).toBeUndefined();
    await eventually(async () => expect(await broke()).toMatchObject({ state: 'asked', failures: 2 }), patience);
    expect((await broke())!.heldUntil!.getTime()).toBeGreaterThan(Date.now() + 2_000);
    await database.collection('brokenCopies').dropIndexes();
    await eventually(
      async () => expect(await broke()).toMatchObject({ state: 'idle', doneAt: expect.any(Date) as Date }),
      patience,
    );
    expect(await broke()).not.toHaveProperty('failures');
    expect(await database.collection('brokenCopies').countDocuments()).toBe(2);
  });
});
