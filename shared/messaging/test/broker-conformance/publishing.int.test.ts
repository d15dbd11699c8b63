import { eventually, testBrokers } from '@ordergraph/testing';
import { Unroutable } from '../../src/index.js';
import { type BrokerHarness, brokerHarness, Inbox, message } from './harness.js';

describe.each(testBrokers())('publishing on $kind', (testBroker) => {
  let harness: BrokerHarness;
  beforeEach(() => void (harness = brokerHarness(testBroker)));
  afterEach(() => harness.close());

  const bound = (name: string, ...routingKeys: string[]) => ({
    name,
    bindings: routingKeys.map((routingKey) => ({ exchange: 'orders.events', routingKey })),
  });

  it('confirms an event that nobody subscribed to', async () => {
    const broker = await harness.open();
    await broker.declare({ exchanges: ['orders.events'], queues: [] });
    await expect(broker.publish('orders.events', message('unheard'))).resolves.toBeUndefined();
  });

  it('routes an event once to every queue whose binding matches', async () => {
    const broker = await harness.open();
    await broker.declare({
      exchanges: ['orders.events'],
      queues: [
        bound('a.exact.t1', 'orders.order-placed'),
        bound('b.star.t1', 'orders.*', 'orders.order-placed'),
        bound('c.hash.t1', '#'),
        bound('d.other.t1', 'orders.order-confirmed', 'orders'),
      ],
    });
    const inboxes = ['a.exact.t1', 'b.star.t1', 'c.hash.t1', 'd.other.t1'].map((queue) => new Inbox(broker, queue));
    await broker.publish('orders.events', message('placed'));
    await eventually(() => expect(inboxes.map(({ ids }) => ids)).toEqual([['placed'], ['placed'], ['placed'], []]));
  });

  it('carries the envelope, the routing key and the content unchanged', async () => {
    const broker = await harness.open();
    await broker.declare({ exchanges: ['orders.events'], queues: [bound('a.exact.t1', 'orders.order-placed')] });
    const inbox = new Inbox(broker, 'a.exact.t1');
    const full = message('full', {
      causationId: 'cause-1',
      actor: 'user:1',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      replayId: 'replay-1',
      failure: {
        queue: 'a.exact.t1',
        attempts: 3,
        firstFailedAt: '2026-01-01T09:00:00.000Z',
        errorCode: 'NOT_YET',
        errorMessage: 'the product is not known — yet',
      },
    });
    const sparse = { ...message('sparse'), content: Buffer.from([0, 255, 10]) };
    await Promise.all([broker.publish('orders.events', full), broker.send('a.exact.t1', sparse)]);
    await eventually(() => expect(inbox.deliveries.map((delivery) => delivery.message)).toEqual([full, sparse]));
  });

  it('tells the sender that a queue does not exist, and only of that message', async () => {
    const broker = await harness.open();
    await broker.declare({ exchanges: [], queues: [bound('inventory.commands.t1')] });
    const inbox = new Inbox(broker, 'inventory.commands.t1');
    const before = broker.send('inventory.commands.t1', message('before'));
    const lost = broker.send('nowhere.commands.t1', message('lost'));
    const after = broker.send('inventory.commands.t1', message('after'));
    await expect(lost).rejects.toThrow(Unroutable);
    await expect(Promise.all([before, after])).resolves.toBeDefined();
    await eventually(() => expect(inbox.ids).toEqual(['before', 'after']));
  });

  it('refuses an exchange that was never declared', async () => {
    await expect((await harness.open()).publish('nobody.events', message('x'))).rejects.toThrow('was not declared');
  });

  it('keeps the order in which one publisher sent, for one consumer', async () => {
    const broker = await harness.open();
    await broker.declare({ exchanges: [], queues: [bound('a.ordered.t1')] });
    const inbox = new Inbox(broker, 'a.ordered.t1', { prefetch: 1 });
    const ids = Array.from({ length: 50 }, (_, index) => `message-${index}`);
    await Promise.all(ids.map((id) => broker.send('a.ordered.t1', message(id))));
    await eventually(() => expect(inbox.ids).toEqual(ids));
  });

  it('knows which queues are new, also after a restart', async () => {
    const topology = { exchanges: [], queues: [bound('a.new.t1'), bound('b.new.t1')] };
    const [first] = topology.queues;
    const before = await harness.open();
    const declared = await before.declare({ exchanges: [], queues: first ? [first] : [] });
    expect(declared.createdQueues).toEqual(['a.new.t1']);
    await harness.restart();
    const broker = await harness.open();
    expect((await broker.declare(topology)).createdQueues).toEqual(['b.new.t1']);
    expect((await broker.declare(topology)).createdQueues).toEqual([]);
  });
});
