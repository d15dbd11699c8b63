import { createRabbitBroker, type Broker, type BrokerMessage } from '@ordergraph/messaging';
import { createLogger } from '@ordergraph/service';
import { eventually, testBrokerUrl, testDirectory } from '@ordergraph/testing';
import { type RabbitCluster, startRabbitCluster } from '../../src/instruments/index.js';

jest.setTimeout(120_000);

const queue = 'inventory.commands.t1';
const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('a RabbitMQ cluster of three nodes', () => {
  let cluster: RabbitCluster;
  let broker: Broker;
  const received = new Set<string>();

  beforeAll(async () => {
    cluster = await startRabbitCluster({ directory: testDirectory('rabbit-cluster') });
    broker = createRabbitBroker({
      url: cluster.urls.join(','),
      namespace: 'chaos',
      connectionName: 'test',
      logger: createLogger({ name: 'test', level: 'silent' }),
      confirmTimeout: 2_000,
    });
    await broker.declare({ exchanges: [], queues: [{ name: queue, bindings: [] }] });
    await broker.consume(queue, { prefetch: 100 }, ({ message, ack }) => {
      received.add(message.envelope.id);
      ack();
    });
  });
  afterAll(async () => {
    await broker.close(0);
    await cluster.close();
  });

  const sent = (id: string): Promise<void> =>
    eventually(() => broker.send(queue, message(id)), { timeoutMs: 20_000, describe: `${id} is confirmed` });
  const arrives = (id: string): Promise<void> =>
    eventually(() => expect(received).toContain(id), { timeoutMs: 20_000 });

  it('has three members that know each other, and a quorum queue on all of them', async () => {
    const status = await cluster.control(['--silent', 'cluster_status', '--formatter', 'json']);
    const { running_nodes: nodes } = JSON.parse(status) as { running_nodes: string[] };
    expect(nodes).toHaveLength(3);
    const members = await cluster.control([
      '--silent',
      'list_queues',
      'name',
      'type',
      'members',
      '--formatter',
      'json',
    ]);
    const queues = JSON.parse(members) as { name: string; type: string; members: string[] }[];
    const ours = queues.find(({ name }) => name === `chaos.${queue}`);
    expect(ours).toMatchObject({ type: 'quorum' });
    expect(ours?.members).toHaveLength(3);
  });

  it('loses nothing confirmed when one node after the other is killed and started again', async () => {
    for (const node of [0, 1]) {
      await cluster.kill(node);
      expect(cluster.running(node)).toBe(false);
      await sent(`without ${node}`);
      await arrives(`without ${node}`);
      await cluster.start(node);
    }
    expect([0, 1, 2].map((node) => cluster.running(node))).toEqual([true, true, true]);
  });

  it('closes every connection of every client', async () => {
    const changes: boolean[] = [];
    const unsubscribe = broker.onConnectionChange((connected) => changes.push(connected));
    await cluster.closeAllConnections();
    await eventually(() => expect(changes).toContain(false));
    await sent('after the connections were closed');
    await arrives('after the connections were closed');
    unsubscribe();
  });

  it.each(['memory', 'disk'] as const)('blocks publishers while the alarm for %s is raised', async (alarm) => {
    await eventually(() => expect(broker.connected).toBe(true));
    await cluster.raiseAlarm(alarm);
    const blocked = broker.send(queue, message(`during ${alarm}`)).catch((error: unknown) => error);
    await eventually(() => expect(broker.connected).toBe(false));
    expect(await blocked).toBeInstanceOf(Error);
    await cluster.clearAlarm(alarm);
    await sent(`after ${alarm}`);
    await arrives(`after ${alarm}`);
  });
});

const message = (id: string): BrokerMessage => ({
  routingKey: 'inventory.reserve-stock',
  content: Buffer.from('{}'),
  envelope: {
    id,
    type: 'inventory.reserve-stock.v1',
    source: 'orders',
    subject: 'order-1',
    time: '2026-01-01T09:00:00.000Z',
    version: 1,
    correlationId: 'correlation-1',
  },
});
