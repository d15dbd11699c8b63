import { eventually, type TestBroker } from '@ordergraph/testing';
import { deadLetterQueue, defaultRetryDelays, Unroutable } from '../../src/index.js';
import { type BrokerHarness, brokerHarness, Inbox, keep, message, outcomeOf } from '../broker-conformance/harness.js';

const embedded: TestBroker = { kind: 'embedded', url: undefined };
const binding = { exchange: 'orders.events', routingKey: 'orders.order-placed' };
const queues = ['a.mail.t1', 'b.ledger.t1'] as const;
const topology = {
  exchanges: ['orders.events'],
  queues: queues.map((name) => ({ name, bindings: [binding] })),
};

describe('the embedded broker', () => {
  let harness: BrokerHarness;
  afterEach(() => harness.close());

  it('confirms only when every subscriber has acknowledged', async () => {
    harness = brokerHarness(embedded);
    const broker = await harness.open();
    await broker.declare(topology);
    const [mail, ledger] = queues.map((queue) => new Inbox(broker, queue, { settle: keep }));
    const published = outcomeOf(broker.publish('orders.events', message('placed')));
    await eventually(() => expect([mail?.ids, ledger?.ids]).toEqual([['placed'], ['placed']]));
    mail?.deliveries[0]?.ack();
    expect(published.state()).toBe('pending');
    ledger?.deliveries[0]?.requeue();
    await eventually(() => expect(ledger?.deliveries[1]?.deliveryCount).toBe(2));
    expect(published.state()).toBe('pending');
    ledger?.deliveries[1]?.ack();
    expect(await published.done).toBe('resolved');
  });

  it('tells a publisher that nobody took its message, and forgets the message', async () => {
    harness = brokerHarness(embedded, { patience: 100 });
    const broker = await harness.open();
    await broker.declare(topology);
    expect(await outcomeOf(broker.publish('orders.events', message('early'))).done).toBe('BROKER_UNAVAILABLE');
    const inboxes = queues.map((queue) => new Inbox(broker, queue));
    await broker.publish('orders.events', message('later'));
    expect(inboxes.map(({ ids }) => ids)).toEqual([['later'], ['later']]);
  });

  it('joins a message that is published again while its first delivery is in hand', async () => {
    harness = brokerHarness(embedded, { patience: 100 });
    const broker = await harness.open();
    await broker.declare({ exchanges: [], queues: [{ name: 'a.slow.t1', bindings: [] }] });
    const inbox = new Inbox(broker, 'a.slow.t1', { settle: keep });
    expect(await outcomeOf(broker.send('a.slow.t1', message('slow'))).done).toBe('BROKER_UNAVAILABLE');
    const again = outcomeOf(broker.send('a.slow.t1', message('slow')));
    await new Promise(setImmediate); // it has joined
    inbox.deliveries[0]?.ack();
    expect(await again.done).toBe('resolved');
    expect(inbox.ids).toEqual(['slow']);
  });

  it('waits after a restart for the subscribers that have not declared themselves yet', async () => {
    harness = brokerHarness(embedded);
    await (await harness.open()).declare(topology);
    await harness.restart();
    const broker = await harness.open();
    await broker.declare({ exchanges: ['orders.events'], queues: [] });
    const published = outcomeOf(broker.publish('orders.events', message('placed')));
    const [mail] = queues.map((queue) => new Inbox(broker, queue, { settle: keep }));
    await eventually(() => expect(mail?.ids).toEqual(['placed']));
    expect(published.state()).toBe('pending');
  });

  it('gives up a queue that no service declares any more, and knows it as new when one does again', async () => {
    harness = brokerHarness(embedded, { retirement: 50 });
    await (await harness.open()).declare(topology);
    await harness.restart();
    const broker = await harness.open();
    await eventually(() => expect(broker.browse('a.mail.t1', 1)).rejects.toThrow(Unroutable));
    expect((await broker.declare(topology)).createdQueues).toEqual([...queues]);
  });

  it('moves what waits for a queue that it gives up to the dead letters', async () => {
    harness = brokerHarness(embedded, { retirement: 1_500, retryDelays: defaultRetryDelays });
    const before = await harness.open();
    await before.declare(topology);
    const failure = {
      queue: 'a.mail.t1',
      attempts: 1,
      firstFailedAt: '2026-01-01T09:00:00.000Z',
      errorCode: 'X',
      errorMessage: 'x',
    };
    await before.retryLater('a.mail.t1', 600_000, message('forsaken', { failure }));
    await before.retryLater('b.ledger.t1', 600_000, message('waits', { failure }));
    await harness.restart();
    const broker = await harness.open();
    await broker.declare({ ...topology, queues: topology.queues.slice(1) });
    await eventually(async () =>
      expect(await broker.browse(deadLetterQueue, 10)).toEqual([message('forsaken', { failure })]),
    );
  });

  it('delivers a parked message again after a restart until it was acknowledged', async () => {
    harness = brokerHarness(embedded);
    const broker = await harness.open();
    await broker.declare(topology);
    const before = new Inbox(broker, 'a.mail.t1', { settle: keep });
    await broker.retryLater('a.mail.t1', 5_000, message('parked'));
    await eventually(() => expect(before.ids).toEqual(['parked']));
    await harness.restart();
    const after = await harness.open();
    await after.declare(topology);
    const inbox = new Inbox(after, 'a.mail.t1');
    await eventually(() => expect(inbox.ids).toEqual(['parked']));
  });

  it('refuses messages beyond its limit instead of growing', async () => {
    harness = brokerHarness(embedded, { maximumMessages: 3 });
    const broker = await harness.open();
    await broker.declare(topology);
    const inbox = new Inbox(broker, 'a.mail.t1', { settle: keep });
    const sent = ['1', '2', '3'].map((id) => outcomeOf(broker.send('a.mail.t1', message(id))));
    await eventually(() => expect(inbox.deliveries).toHaveLength(3));
    expect(await outcomeOf(broker.send('a.mail.t1', message('4'))).done).toBe('BROKER_UNAVAILABLE');
    for (const delivery of inbox.deliveries) delivery.ack();
    expect(await Promise.all(sent.map(({ done }) => done))).toEqual(['resolved', 'resolved', 'resolved']);
  });

  it('lets a handler publish while it handles', async () => {
    harness = brokerHarness(embedded);
    const broker = await harness.open();
    await broker.declare(topology);
    const ledger = new Inbox(broker, 'b.ledger.t1', { prefetch: 1 });
    const mail = new Inbox(broker, 'a.mail.t1', {
      prefetch: 1,
      settle: (delivery) => void broker.send('b.ledger.t1', message('caused')).then(() => delivery.ack()),
    });
    await broker.publish('orders.events', message('cause'));
    expect([mail.ids, ledger.ids]).toEqual([['cause'], ['cause', 'caused']]);
  });

  it('waits at its end for what is in hand, and tells the publishers of the rest', async () => {
    harness = brokerHarness(embedded);
    const broker = await harness.open();
    await broker.declare(topology);
    const inbox = new Inbox(broker, 'a.mail.t1', { prefetch: 1, settle: keep });
    const sent = ['in hand', 'ready'].map((id) => outcomeOf(broker.send('a.mail.t1', message(id))));
    await eventually(() => expect(inbox.deliveries).toHaveLength(1));
    const closed = broker.close(60_000);
    inbox.deliveries[0]?.ack();
    await closed;
    expect(await Promise.all(sent.map(({ done }) => done))).toEqual(['resolved', 'BROKER_UNAVAILABLE']);
    expect(inbox.ids).toEqual(['in hand']);
  });
});
