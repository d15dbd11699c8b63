import { eventually, testBrokers } from '@ordergraph/testing';
import { type Broker, BrokerUnavailable } from '../../src/index.js';
import { type BrokerHarness, brokerHarness, Inbox, keep, keepsAlive, message, outcomeOf } from './harness.js';

const queue = 'inventory.commands.t1';
const topology = { exchanges: ['orders.events'], queues: [{ name: queue, bindings: [] }] };

describe.each(testBrokers())('closing a broker on $kind', (testBroker) => {
  let newResources: () => string[];
  let harness: BrokerHarness;
  beforeEach(() => {
    newResources = keepsAlive();
    harness = brokerHarness(testBroker);
  });
  afterEach(() => harness.close());

  /** A consumer with one message in hand, and the sending of that message. */
  async function holdOne(broker: Broker): Promise<{ inbox: Inbox; sent: Promise<string> }> {
    await broker.declare(topology);
    const inbox = await new Inbox(broker, queue, { settle: keep }).ready();
    const sent = outcomeOf(broker.send(queue, message('in hand'))).done;
    await eventually(() => expect(inbox.ids).toEqual(['in hand']));
    return { inbox, sent };
  }

  it('refuses everything from then on, at once', async () => {
    const broker = await harness.open();
    await broker.declare({ exchanges: ['orders.events'], queues: [{ name: queue, bindings: [] }] });
    await eventually(() => expect(broker.connected).toBe(true));
    const changes: boolean[] = [];
    broker.onConnectionChange((connected) => changes.push(connected));
    await broker.close(100);
    expect([broker.connected, changes]).toEqual([false, [false]]);
    await expect(broker.publish('orders.events', message('late'))).rejects.toThrow(BrokerUnavailable);
    await expect(broker.send(queue, message('late'))).rejects.toThrow(BrokerUnavailable);
    await expect(broker.retryLater(queue, 5_000, message('late'))).rejects.toThrow(BrokerUnavailable);
    await expect(broker.browse(queue, 1)).rejects.toThrow(BrokerUnavailable);
    await expect(broker.declare(topology)).rejects.toThrow(BrokerUnavailable);
    await expect(broker.consume(queue, { prefetch: 1 }, keep)).rejects.toThrow(BrokerUnavailable);
  });

  it('ends a consumer that nobody stopped: the next process gets everything, it gets nothing', async () => {
    const broker = await harness.open();
    const { inbox, sent } = await holdOne(broker);
    await harness.restart();
    await sent;
    const next = await harness.open();
    await next.declare(topology);
    const heir = await new Inbox(next, queue).ready();
    await next.send(queue, message('after'));
    await eventually(() => expect(heir.ids).toContain('after'));
    expect(inbox.ids).toEqual(['in hand']);
    inbox.deliveries[0]?.requeue();
    await inbox.stop();
  });

  it('leaves nothing that keeps the process from ending, whatever is given back later', async () => {
    const broker = await harness.open();
    const { inbox, sent } = await holdOne(broker);
    await broker.retryLater(queue, 5_000, message('parked'));
    await eventually(() => expect(inbox.ids).toEqual(['in hand', 'parked']));
    await harness.close();
    await sent;
    for (const delivery of inbox.deliveries) delivery.requeue();
    await eventually(() => expect(newResources()).toEqual([]), { timeoutMs: 2_000 });
  });
});
