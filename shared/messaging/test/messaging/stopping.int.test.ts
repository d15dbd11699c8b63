import {
  eventually,
  type TestBroker,
  testBrokers,
  testMongo,
  type TestNamespace,
  uniqueNamespace,
} from '@ordergraph/testing';
import pino from 'pino';
import type { Broker } from '../../src/index.js';
import { inventoryParts, openMessaging, orderCopies, ordersParts, type Shop } from './mini-shop.js';

/** Lines that a service logged, from `info` on. */
interface Line {
  readonly level: number;
  readonly msg: string;
}
const warn = pino.levels.values['warn'] ?? 40;

describe('stopping the messaging of a service', () => {
  let namespace: TestNamespace;
  let broker: Broker;
  let lines: Line[];
  beforeEach(() => {
    namespace = uniqueNamespace();
    lines = [];
  });
  afterEach(async () => {
    await broker.close(1_000);
    await namespace.cleanup();
  });

  function open(testBroker: TestBroker, service: string): Promise<Shop> {
    broker = namespace.openBroker(testBroker);
    const write = (line: string): void => void lines.push(JSON.parse(line) as Line);
    const logger = pino({ level: 'info' }, { write });
    return openMessaging({ service, uri: testMongo().uri, namespace: namespace.name, broker, logger });
  }
  const complaints = (): Line[] => lines.filter(({ level }) => level >= warn);

  it('that never reached its broker is no error, and takes no time', async () => {
    const shop = await open({ kind: 'rabbitmq', url: 'amqp://127.0.0.1:1' }, 'orders');
    await shop.messaging.start({ ...ordersParts(shop), copies: [orderCopies] });
    const began = performance.now();
    await shop.stop();
    await broker.close(1_000);
    expect(performance.now() - began).toBeLessThan(1_000);
    await expect(shop.messaging.consuming()).rejects.toThrow('stopped');
    expect(complaints()).toEqual([]);
  });

  it.each(testBrokers())('while it starts leaves no consumer behind on $kind', async (testBroker) => {
    const shop = await open(testBroker, 'inventory');
    const consumptions = watchConsumptions(broker);
    await shop.messaging.start(inventoryParts(shop));
    await shop.stop();
    await shop.messaging.consuming().catch(() => undefined);
    expect(consumptions.size).toBe(0);
    expect(complaints()).toEqual([]);
  });

  it.each(testBrokers())('stops every consumer on $kind', async (testBroker) => {
    const shop = await open(testBroker, 'inventory');
    const consumptions = watchConsumptions(broker);
    await shop.messaging.start(inventoryParts(shop));
    await shop.messaging.consuming();
    await eventually(() => expect(consumptions.size).toBe(2));
    await shop.stop();
    expect(consumptions.size).toBe(0);
    expect(complaints()).toEqual([]);
  });
});

/** Queues that are being consumed. */
function watchConsumptions(broker: Broker): ReadonlySet<string> {
  const queues = new Set<string>();
  const consume = broker.consume.bind(broker);
  broker.consume = async (queue, options, deliver) => {
    const consumption = await consume(queue, options, deliver);
    queues.add(queue);
    const stop = consumption.stop.bind(consumption);
    consumption.stop = async () => {
      await stop();
      queues.delete(queue);
    };
    return consumption;
  };
  return queues;
}
