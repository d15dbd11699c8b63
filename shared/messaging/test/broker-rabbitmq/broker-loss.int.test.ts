import { eventually, startBreakableRabbit, testBrokerUrl } from '@ordergraph/testing';
import { connect } from 'amqplib';
import { type Broker, BrokerUnavailable, createRabbitBroker } from '../../src/index.js';
import { Inbox, keep, message, outcomeOf, shortDelays, silentLogger } from '../broker-conformance/harness.js';

jest.setTimeout(120_000);

const queue = 'inventory.commands.t1';
const topology = {
  exchanges: ['orders.events'],
  queues: [{ name: queue, bindings: [{ exchange: 'orders.events', routingKey: 'orders.order-placed' }] }],
};
const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('a RabbitMQ that breaks', () => {
  let rabbit: Awaited<ReturnType<typeof startBreakableRabbit>>;
  let broker: Broker;
  let namespaces = 0;
  const open = (): Broker =>
    createRabbitBroker({
      url: rabbit.url,
      namespace: `loss-${namespaces}`,
      connectionName: 'loss',
      logger: silentLogger,
      retryDelays: shortDelays,
      confirmTimeout: 3_000,
    });
  const onBroker = (name: string): string => `loss-${namespaces}.${name}`;
  const publishUntilConfirmed = (id: string): Promise<void> =>
    eventually(() => broker.publish('orders.events', message(id)), { timeoutMs: 30_000 });

  beforeAll(async () => (rabbit = await startBreakableRabbit()));
  afterAll(() => rabbit.stop());
  beforeEach(() => {
    namespaces += 1;
    broker = open();
  });
  afterEach(() => broker.close(0));

  it('loses no confirmed message when all connections are closed ten times under load', async () => {
    await broker.declare(topology);
    const inbox = await new Inbox(broker, queue, { prefetch: 20 }).ready();
    const confirmed: string[] = [];
    let publishing = true;
    const publisher = async (lane: number): Promise<void> => {
      for (let number = 0; publishing; number += 1) {
        const id = `${lane}-${number}`;
        const outcome = await outcomeOf(broker.publish('orders.events', message(id))).done;
        if (outcome === 'resolved') confirmed.push(id);
        else await new Promise(setImmediate);
      }
    };
    const lanes = [1, 2, 3, 4].map(publisher);
    for (let round = 0; round < 10; round += 1) {
      const before = confirmed.length;
      await eventually(() => expect(confirmed.length).toBeGreaterThan(before + 50), { timeoutMs: 30_000 });
      await rabbit.closeAllConnections();
    }
    await eventually(() => expect(broker.connected).toBe(true));
    publishing = false;
    await Promise.all(lanes);
    await publishUntilConfirmed('last');
    await eventually(() => expect(inbox.ids).toContain('last'));
    await eventually(() => expect(new Set(inbox.ids)).toEqual(new Set([...inbox.ids, ...confirmed])));
  });

  it('delivers again what was unsettled, and ignores what is said about the old delivery', async () => {
    await broker.declare(topology);
    const inbox = await new Inbox(broker, queue, { settle: keep }).ready();
    await broker.send(queue, message('unsettled'));
    await eventually(() => expect(inbox.deliveries).toHaveLength(1));
    await rabbit.closeAllConnections();
    await eventually(() => expect(inbox.deliveries).toHaveLength(2));
    const [before, after] = inbox.deliveries;
    before?.ack();
    expect(after?.deliveryCount).toBe(2);
    after?.ack();
    await publishUntilConfirmed('next');
    await eventually(() => expect(inbox.ids).toEqual(['unsettled', 'unsettled', 'next']));
  });

  it('refuses to publish while the broker is down, at once, and goes on by itself when it is back', async () => {
    await broker.declare(topology);
    const inbox = await new Inbox(broker, queue).ready();
    const changes: boolean[] = [];
    broker.onConnectionChange((connected) => changes.push(connected));
    await rabbit.kill();
    await eventually(() => expect(broker.connected).toBe(false));
    const began = performance.now();
    await expect(broker.publish('orders.events', message('down'))).rejects.toThrow(BrokerUnavailable);
    await expect(broker.send(queue, message('down'))).rejects.toThrow(BrokerUnavailable);
    expect(performance.now() - began).toBeLessThan(100);
    await rabbit.start();
    await publishUntilConfirmed('up');
    await eventually(() => expect(inbox.ids).toEqual(['up']), { timeoutMs: 30_000 });
    expect(changes).toEqual([false, true]);
  });

  it('needs no broker to be constructed, to declare and to consume', async () => {
    await broker.close(0);
    await rabbit.stop();
    broker = open();
    const declared = broker.declare(topology);
    const inbox = new Inbox(broker, queue);
    await inbox.ready();
    expect(broker.connected).toBe(false);
    await rabbit.start();
    expect((await declared).createdQueues).toEqual([queue]);
    await publishUntilConfirmed('first');
    await eventually(() => expect(inbox.ids).toEqual(['first']), { timeoutMs: 30_000 });
  });

  it('declares again what the broker has lost, before it consumes again', async () => {
    await broker.declare(topology);
    const inbox = await new Inbox(broker, queue).ready();
    await deleteOnBroker(rabbit.url, onBroker(queue), onBroker('orders.events'));
    await publishUntilConfirmed('wakes up to a missing exchange');
    await eventually(async () => {
      await publishUntilConfirmed('again');
      expect(inbox.ids).toContain('again');
    });
  });

  it('takes nothing more while an alarm blocks publishers, and goes on when it is over', async () => {
    await broker.declare(topology);
    await rabbit.control('set_vm_memory_high_watermark', 'absolute', '1');
    try {
      const first = outcomeOf(broker.publish('orders.events', message('meets the alarm')));
      await eventually(() => expect(broker.connected).toBe(false));
      await expect(broker.publish('orders.events', message('during'))).rejects.toThrow('not connected');
      expect(await first.done).toBe('BROKER_UNAVAILABLE');
    } finally {
      await rabbit.control('set_vm_memory_high_watermark', '0.4');
    }
    await publishUntilConfirmed('after');
    expect(broker.connected).toBe(true);
  });

  it('rejects a declaration that differs from what the broker has, and stays in service', async () => {
    await broker.declare(topology);
    const other = open();
    const single = { name: queue, bindings: [], singleActiveConsumer: true };
    await expect(other.declare({ exchanges: [], queues: [single] })).rejects.toThrow('PRECONDITION_FAILED');
    await eventually(() => expect(other.connected).toBe(true));
    await other.close(0);
  });
});

async function deleteOnBroker(url: string, queue: string, exchange: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  await channel.deleteQueue(queue);
  await channel.deleteExchange(exchange);
  await connection.close();
}
