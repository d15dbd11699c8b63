import { eventually, testBrokers } from '@ordergraph/testing';
import { type Broker, deadLetterQueue, type Delivery } from '../../src/index.js';
import { type BrokerHarness, brokerHarness, Inbox, keep, message } from './harness.js';

const queue = 'inventory.commands.t1';
const topology = { exchanges: [], queues: [{ name: queue, bindings: [] }] };
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `message-${index}`);

const acknowledgeSoon = (delivery: Delivery): void => void setImmediate(() => delivery.ack());
const idsOf = async (broker: Broker, limit: number): Promise<string[]> =>
  (await broker.browse(deadLetterQueue, limit)).map(({ envelope }) => envelope.id).toSorted();

describe.each(testBrokers())('consuming on $kind', (testBroker) => {
  let harness: BrokerHarness;
  beforeEach(() => void (harness = brokerHarness(testBroker)));
  afterEach(() => harness.close());

  it('delivers a message again that was given back, and counts', async () => {
    const broker = await harness.open();
    await broker.declare(topology);
    const inbox = new Inbox(broker, queue, {
      settle: (delivery) => (delivery.deliveryCount < 3 ? delivery.requeue() : delivery.ack()),
    });
    await broker.send(queue, message('again'));
    await eventually(() => expect(inbox.deliveries.map(({ deliveryCount }) => deliveryCount)).toEqual([1, 2, 3]));
  });

  it('takes a second settlement for nothing', async () => {
    const broker = await harness.open();
    await broker.declare(topology);
    const inbox = new Inbox(broker, queue, {
      settle(delivery) {
        delivery.ack();
        delivery.ack();
        delivery.requeue();
      },
    });
    await Promise.all([broker.send(queue, message('one')), broker.send(queue, message('two'))]);
    await broker.send(queue, message('three'));
    await eventually(() => expect(inbox.ids.toSorted()).toEqual(['one', 'three', 'two']));
  });

  it('has no more messages unsettled than the prefetch says', async () => {
    const broker = await harness.open();
    await broker.declare(topology);
    const inbox = new Inbox(broker, queue, { prefetch: 3, settle: keep });
    const sent = Promise.all(numbered(10).map((id) => broker.send(queue, message(id))));
    await eventually(() => expect(inbox.deliveries).toHaveLength(3));
    for (let settled = 0; settled < 10; settled += 1) {
      await eventually(() => expect(inbox.deliveries.length).toBe(Math.min(settled + 3, 10)));
      inbox.deliveries[settled]?.ack();
    }
    await sent;
    expect(inbox.ids).toEqual(numbered(10));
  });

  it('delivers nothing after a stop, lets what is in hand be settled, and leaves the rest to the next', async () => {
    const broker = await harness.open();
    await broker.declare(topology);
    const first = await new Inbox(broker, queue, { prefetch: 2, settle: keep }).ready();
    const sent = Promise.all(numbered(4).map((id) => broker.send(queue, message(id))));
    await eventually(() => expect(first.deliveries).toHaveLength(2));
    await first.stop();
    first.deliveries[0]?.ack();
    first.deliveries[1]?.requeue();
    const second = new Inbox(broker, queue);
    await sent;
    await eventually(() => expect(second.ids.toSorted()).toEqual(['message-1', 'message-2', 'message-3']));
    expect(first.deliveries).toHaveLength(2);
  });

  it('shares a queue between consumers, each message once', async () => {
    const [broker, other] = [await harness.open(), await harness.open()];
    await broker.declare(topology);
    const inboxes = await Promise.all(
      [broker, other].map((each) => new Inbox(each, queue, { prefetch: 5, settle: acknowledgeSoon }).ready()),
    );
    await Promise.all(numbered(100).map((id) => broker.send(queue, message(id))));
    await eventually(() => expect(inboxes.flatMap(({ ids }) => ids).toSorted()).toEqual(numbered(100).toSorted()));
    expect(inboxes.every(({ ids }) => ids.length > 0)).toBe(true);
  });

  it('gives everything to one consumer of a single-active queue, and to the other when that one goes', async () => {
    const single = { name: queue, bindings: [], singleActiveConsumer: true };
    const [broker, other] = [await harness.open(), await harness.open()];
    await broker.declare({ exchanges: [], queues: [single] });
    const first = await new Inbox(broker, queue, { prefetch: 5 }).ready();
    const second = await new Inbox(other, queue, { prefetch: 5 }).ready();
    await Promise.all(numbered(50).map((id) => broker.send(queue, message(id))));
    await eventually(() => expect(first.ids.toSorted()).toEqual(numbered(50).toSorted()));
    expect(second.ids).toEqual([]);
    await first.stop();
    await broker.send(queue, message('after'));
    await eventually(() => expect(second.ids).toEqual(['after']));
  });

  it('has nothing to deliver from an optional queue that does not exist', async () => {
    const inbox: string[] = [];
    const options = { prefetch: 10, optional: true };
    const broker = await harness.open();
    const consumption = await broker.consume('old.queue.t1', options, ({ message: { envelope } }) => {
      inbox.push(envelope.id);
    });
    await consumption.stop();
    expect(inbox).toEqual([]);
  });

  it('returns a parked message after its delay to the failing queue, and to no other', async () => {
    const broker = await harness.open();
    const binding = { exchange: 'orders.events', routingKey: 'orders.order-placed' };
    const failing = { name: 'a.failing.t1', bindings: [binding] };
    const healthy = { name: 'b.healthy.t1', bindings: [binding] };
    await broker.declare({ exchanges: ['orders.events'], queues: [failing, healthy] });
    const other = new Inbox(broker, 'b.healthy.t1');
    const inbox = await new Inbox(broker, 'a.failing.t1').ready();
    const failure = {
      queue: 'a.failing.t1',
      attempts: 1,
      firstFailedAt: '2026-01-01T09:00:00.000Z',
      errorCode: 'X',
      errorMessage: 'x',
    };
    await Promise.all([
      broker.publish('orders.events', message('placed')),
      broker.retryLater('a.failing.t1', 5_000, message('parked', { failure })),
    ]);
    const parkedAt = performance.now();
    await eventually(() => expect(inbox.ids).toEqual(['placed', 'parked']));
    expect(performance.now() - parkedAt).toBeGreaterThan(100);
    expect(inbox.deliveries[1]).toMatchObject({ deliveryCount: 1, message: message('parked', { failure }) });
    expect(other.ids).toEqual(['placed']);
  });

  it('lets a short wait overtake a long one', async () => {
    const broker = await harness.open();
    await broker.declare(topology);
    const inbox = await new Inbox(broker, queue).ready();
    await broker.retryLater(queue, 60_000, message('long'));
    await broker.retryLater(queue, 5_000, message('short'));
    await eventually(() => expect(inbox.ids).toEqual(['short', 'long']));
  });

  it('keeps what is parked over a restart', async () => {
    const before = await harness.open();
    await before.declare(topology);
    await before.retryLater(queue, 5_000, message('parked'));
    await harness.restart();
    const after = await harness.open();
    await after.declare(topology);
    const inbox = new Inbox(after, queue);
    await eventually(() => expect(inbox.ids).toEqual(['parked']));
  });

  it('shows dead letters as often as wanted and leaves them there, also over a restart', async () => {
    const before = await harness.open();
    for (const id of numbered(3)) await before.send(deadLetterQueue, message(id));
    await eventually(async () => expect(await idsOf(before, 10)).toEqual(numbered(3)));
    await eventually(async () => expect(await idsOf(before, 2)).toHaveLength(2));
    await harness.restart();
    const after = await harness.open();
    await eventually(async () => expect(await idsOf(after, 10)).toEqual(numbered(3)));
    const operations = new Inbox(after, deadLetterQueue);
    await eventually(() => expect(operations.ids.toSorted()).toEqual(numbered(3)));
    await eventually(async () => expect(await idsOf(after, 10)).toEqual([]));
  });
});
