import { eventually, testBrokerUrl, uniqueNamespace } from '@ordergraph/testing';
import { type Broker, createRabbitBroker } from '../../src/index.js';
import { Inbox, message, silentLogger } from '../broker-conformance/harness.js';
import { type DatabaseProxy as Door, proxyTo } from '../consuming/database-proxy.js';

const url = testBrokerUrl();
const suite = url === undefined ? describe.skip : describe;
const queue = 'inventory.commands.t1';
const topology = { exchanges: ['orders.events'], queues: [{ name: queue, bindings: [] }] };

/** Two doors to one RabbitMQ stand for two nodes of its cluster. */
suite('a RabbitMQ of several nodes', () => {
  const namespace = uniqueNamespace();
  const { hostname, port, username, password } = new URL(url ?? 'amqp://none');
  let doors: Door[];
  let broker: Broker | undefined;
  const through = (door: Door, credentials = `${username}:${password}`): string =>
    `amqp://${credentials}@127.0.0.1:${door.port}`;
  const open = (urls: string): Broker => {
    const options = { namespace: namespace.name, connectionName: 'several nodes', logger: silentLogger };
    broker = createRabbitBroker({ ...options, url: urls });
    return broker;
  };

  beforeAll(async () => {
    const direct = namespace.openBroker({ kind: 'rabbitmq', url }); // what it declares goes with the namespace
    await direct.declare(topology);
    await direct.close(0);
  });
  beforeEach(async () => {
    const target = { host: hostname, port: Number(port || 5672) };
    doors = await Promise.all([proxyTo(target), proxyTo(target)]);
  });
  afterEach(async () => {
    await broker?.close(0);
    await Promise.all(doors.map((door) => door.close()));
  });
  afterAll(() => namespace.cleanup());

  it('is reached through whichever answers', async () => {
    const [dead, living] = doors as [Door, Door];
    dead.cut();
    await open([dead, dead, living].map((door) => through(door)).join(',')).declare(topology);
    expect(broker?.connected).toBe(true);
  });

  it('is followed to another node when the one in use goes, again and again, and nothing confirmed is lost', async () => {
    const rabbit = open(doors.map((door) => through(door)).join(','));
    await rabbit.declare(topology);
    const inbox = await new Inbox(rabbit, queue).ready();
    for (let round = 0; round < 6; round += 1) {
      const [lost, left] = [doors[round % 2], doors[(round + 1) % 2]];
      left?.restore();
      lost?.cut();
      await eventually(() => expect(rabbit.connected).toBe(true));
      await eventually(() => rabbit.send(queue, message(`round ${round}`)), { timeoutMs: 10_000 });
      await eventually(() => expect(inbox.ids).toContain(`round ${round}`));
    }
  });

  it('takes the credentials that each node is given', async () => {
    const [first, second] = doors as [Door, Door];
    const wrong = through(first, 'nobody:wrong');
    await open([wrong, wrong, through(second)].join(',')).declare(topology);
    expect(broker?.connected).toBe(true);
  });
});
