import { OrderPlaced } from '@ordergraph/events';
import { deleteFromRabbit } from '@ordergraph/infrastructure';
import { eventually, type TestBroker, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import { mongo } from 'mongoose';
import type { Broker } from '../../src/broker/port.js';
import { on } from '../../src/consuming/definitions.js';
import type { MessagingParts } from '../../src/parts.js';
import { noteOrder, openMessaging, orderCopies, ordersParts, type Shop } from './mini-shop.js';

const copies = 'analytics.order-copies.t1';
const patience = { timeoutMs: 40_000 };

describe.each(testBrokers())('a service that joins late on $kind', (testBroker: TestBroker) => {
  let namespace = uniqueNamespace();
  const open: { stop(): Promise<void> }[] = [];
  const brokers: Broker[] = [];
  beforeEach(() => void (namespace = uniqueNamespace()));
  afterEach(async () => {
    for (const shop of open.splice(0).reverse()) await shop.stop();
    for (const broker of brokers.splice(0)) await broker.close(1_000);
    await namespace.cleanup();
  });

  async function connect(): Promise<Broker> {
    const broker = namespace.openBroker(testBroker);
    brokers.push(broker);
    await eventually(() => expect(broker.connected).toBe(true));
    return broker;
  }

  async function start(service: string, broker: Broker, parts: (shop: Shop) => MessagingParts): Promise<Shop> {
    const shop = await openMessaging({ service, uri: testMongo().uri, namespace: namespace.name, broker });
    open.push(shop);
    await shop.messaging.start(parts(shop));
    return shop;
  }

  const place = (shop: Shop, name: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => noteOrder(shop, `${name}-${index}`)));
  const pendingIn = ({ connection }: Shop) =>
    connection.collection('commits').countDocuments({ pending: { $exists: true } });
  const rowsIn = ({ connection }: Shop) => connection.collection('orderCopies');
  const analytics =
    (reacted: string[] = []) =>
    (): MessagingParts => ({
      streams: [],
      copies: [orderCopies],
      consumers: [
        { name: 'welcome', reactions: [on(OrderPlaced, ({ subject }) => Promise.resolve(void reacted.push(subject)))] },
      ],
    });

  it('gets every order from before into its view while orders are placed, and reacts to none of them', async () => {
    const broker = await connect();
    const orders = await start('orders', broker, ordersParts);
    await orders.messaging.consuming();
    await place(orders, 'before', 300);
    await eventually(async () => expect(await pendingIn(orders)).toBe(0)); // or it would not be before
    let isPlacing = true;
    let placed = 0;
    const traffic = (async () => {
      while (isPlacing) await place(orders, `during-${placed++}`, 5);
    })();
    const reacted: string[] = [];
    const late = await start('analytics', broker, analytics(reacted));
    await late.messaging.consuming();
    await eventually(() => expect(reacted.length).toBeGreaterThan(0), patience);
    await eventually(async () => expect(await late.messaging.historyComplete()).toBe(true), patience);
    isPlacing = false;
    await traffic;
    await eventually(async () => expect(await rowsIn(late).countDocuments()).toBe(300 + placed * 5), patience);
    expect(reacted.filter((subject) => subject.includes('before'))).toEqual([]);
  });

  it('has its history although its process died between making its queue and asking for what was before', async () => {
    const broker = await connect();
    const orders = await start('orders', broker, ordersParts);
    const first = await start('analytics', broker, analytics());
    await first.messaging.consuming();
    await place(orders, 'seen', 5);
    await eventually(async () => expect(await first.messaging.historyComplete()).toBe(true), patience);
    await endProcess();
    await loseQueue();

    const next = await connect();
    const dying = dyingAfterDeclaring(next);
    await place(await start('orders', next, ordersParts), 'missed', 5);
    await start('analytics', dying.broker, analytics());
    await dying.declared;
    await endProcess();

    const last = await connect();
    await start('orders', last, ordersParts);
    const third = await start('analytics', last, analytics());
    await eventually(async () => expect(await rowsIn(third).countDocuments()).toBe(10), patience);
  });

  const onRabbit = testBroker.kind === 'rabbitmq' ? it : it.skip;

  onRabbit('asks again for what it missed when the broker loses its queue while it runs', async () => {
    const orders = await start('orders', await connect(), ordersParts);
    const late = await start('analytics', await connect(), analytics());
    await late.messaging.consuming();
    await eventually(async () => expect(await late.messaging.historyComplete()).toBe(true), patience);
    await late.connection.collection('orderCopies').deleteMany({});
    await place(orders, 'kept', 5);
    await eventually(async () => expect(await rowsIn(late).countDocuments()).toBe(5), patience);
    await rowsIn(late).deleteMany({}); // as if these had been lost with the queue
    await loseQueue();
    await eventually(async () => expect(await rowsIn(late).countDocuments()).toBe(5), patience);
  });

  onRabbit('has its whole history in the end although the owner died in the middle of sending it', async () => {
    const mortal = dyingAfterSending(await connect(), 40);
    const orders = await start('orders', mortal.broker, ordersParts);
    await orders.messaging.consuming();
    await place(orders, 'before', 100);
    const late = await start('analytics', await connect(), analytics());
    await mortal.died;
    await brokers[0]?.close(0); // its process ended: the request was never acknowledged
    expect(await late.messaging.historyComplete()).toBe(false);
    await start('orders', await connect(), ordersParts);
    await eventually(async () => expect(await rowsIn(late).countDocuments()).toBe(100), patience);
    await eventually(async () => expect(await late.messaging.historyComplete()).toBe(true), patience);
  });

  async function endProcess(): Promise<void> {
    for (const shop of open.splice(0).reverse()) await shop.stop();
    for (const broker of brokers.splice(0)) await broker.close(1_000);
  }

  async function loseQueue(): Promise<void> {
    const { url } = testBroker;
    if (url !== undefined) return deleteFromRabbit(url, { queues: [`${namespace.name}.${copies}`], exchanges: [] });
    const client = await mongo.MongoClient.connect(testMongo().uri);
    await client
      .db(`${namespace.name}_broker`)
      .collection('knownQueues')
      .deleteOne({ _id: copies as never });
    await client.close();
  }
});

/** Its process ends right after its queues are there. */
function dyingAfterDeclaring(broker: Broker): { broker: Broker; declared: Promise<void> } {
  let tell: () => void = () => undefined;
  const declared = new Promise<void>((resolve) => (tell = resolve));
  const dying = wrap(broker, {
    declare: async (...args) => {
      await broker.declare(...args);
      tell();
      return new Promise<never>(() => undefined);
    },
  });
  return { broker: dying, declared };
}

/** Its process stops in the middle of a replay. */
function dyingAfterSending(broker: Broker, messages: number): { broker: Broker; died: Promise<void> } {
  let tell: () => void = () => undefined;
  let sent = 0;
  const died = new Promise<void>((resolve) => (tell = resolve));
  const dying = wrap(broker, {
    send: (queue, message) => {
      if (queue !== copies || ++sent <= messages) return broker.send(queue, message);
      tell();
      return new Promise<never>(() => undefined);
    },
  });
  return { broker: dying, died };
}

/** Another object: methods of a broker need the broker itself. */
function wrap(broker: Broker, instead: Partial<Broker>): Broker {
  return new Proxy(broker, {
    get(target, name) {
      const replaced = (instead as Record<string | symbol, unknown>)[name];
      if (replaced !== undefined) return replaced;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
