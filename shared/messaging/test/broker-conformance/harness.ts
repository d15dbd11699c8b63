import { type TestBroker, testMongo, uniqueNamespace } from '@ordergraph/testing';
import { connect } from 'amqplib';
import { createConnection } from 'mongoose';
import { createNames } from '../../src/broker/rabbitmq/names.js';
import {
  type Broker,
  type BrokerLogger,
  type BrokerMessage,
  type Consumption,
  createEmbeddedBroker,
  createRabbitBroker,
  deadLetterQueue,
  type Delivery,
  type EmbeddedBrokerOptions,
  type Envelope,
  type RabbitBrokerOptions,
  type RetryDelays,
  type Topology,
} from '../../src/index.js';

/** The retry ladder, fast. */
export const shortDelays: RetryDelays = { 5_000: 150, 60_000: 600, 600_000: 1_000 };

export const silentLogger: BrokerLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface BrokerHarness {
  /** A connected client of the broker; on the embedded broker all are the same one. */
  open(): Promise<Broker>;
  /** Ends all clients, as the end of their processes would; the next `open` meets what the broker kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

type Overrides = Partial<Omit<EmbeddedBrokerOptions, 'database'>> & Partial<Omit<RabbitBrokerOptions, 'namespace'>>;

/** A broker of the wanted kind under a namespace of its own. */
export async function brokerHarness({ kind, url }: TestBroker, overrides: Overrides = {}): Promise<BrokerHarness> {
  const namespace = uniqueNamespace();
  const shared = { logger: silentLogger, retryDelays: shortDelays, ...overrides };
  const connection =
    kind === 'embedded'
      ? await createConnection(testMongo().uri, { dbName: `${namespace.name}_broker` }).asPromise()
      : undefined;
  const database = connection?.db;
  const opened: Broker[] = [];
  const declared: Topology[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((broker) => broker.close(0)));
  };
  return {
    async open() {
      if (database && opened[0]) return opened[0];
      const broker = database
        ? createEmbeddedBroker({ ...shared, database })
        : createRabbitBroker({ url: url ?? '', namespace: namespace.name, connectionName: 'conformance', ...shared });
      opened.push(broker);
      const declare = broker.declare.bind(broker);
      broker.declare = (topology) => {
        declared.push(topology);
        return declare(topology);
      };
      await broker.declare({ exchanges: [], queues: [] });
      return broker;
    },
    restart: closeAll,
    async close() {
      await closeAll();
      if (url !== undefined) await deleteTopology(url, namespace.name, shared.retryDelays, declared);
      await connection?.close();
      await namespace.cleanup();
    },
  };
}

/** At once, not at the end of the run: every quorum queue keeps files of the broker open, and those are limited. */
async function deleteTopology(
  url: string,
  namespace: string,
  delays: RetryDelays,
  declared: readonly Topology[],
): Promise<void> {
  const names = createNames(namespace);
  const retries = Object.values(delays).map(names.retry);
  const queues = declared.flatMap((topology) => topology.queues.map(({ name }) => names.full(name)));
  const exchanges = declared.flatMap((topology) => topology.exchanges.map(names.full));
  const connection = await connect(url, { noDelay: true });
  const channel = await connection.createChannel();
  const everyQueue = new Set([...queues, ...retries, names.full(deadLetterQueue)]);
  await Promise.all([...everyQueue].map((name) => channel.deleteQueue(name)));
  await Promise.all([...new Set([...exchanges, ...retries])].map((name) => channel.deleteExchange(name)));
  await connection.close();
}

/** A message about an order; `id` tells it apart. */
export function message(id: string, envelope: Partial<Envelope> = {}): BrokerMessage {
  return {
    routingKey: 'orders.order-placed',
    content: Buffer.from(JSON.stringify({ data: { id } })),
    envelope: {
      id,
      type: 'orders.order-placed.v1',
      source: 'orders',
      subject: 'order-1',
      time: '2026-01-01T09:00:00.000Z',
      version: 1,
      correlationId: 'correlation-1',
      ...envelope,
    },
  };
}

/** A consumer that keeps what it gets; `settle` decides what becomes of each delivery (default: acknowledged). */
export class Inbox {
  readonly deliveries: Delivery[] = [];
  readonly #consumption: Promise<Consumption>;

  constructor(
    broker: Broker,
    queue: string,
    { prefetch = 100, settle = (delivery: Delivery): void => delivery.ack() } = {},
  ) {
    this.#consumption = broker.consume(queue, { prefetch }, (delivery) => {
      this.deliveries.push(delivery);
      settle(delivery);
    });
  }

  get ids(): string[] {
    return this.deliveries.map(({ message }) => message.envelope.id);
  }

  async ready(): Promise<this> {
    await this.#consumption;
    return this;
  }

  async stop(): Promise<void> {
    await (await this.#consumption).stop();
  }
}

/** For inboxes that hold on to what they get. */
export const keep = (): void => undefined;

/** Never resolves to a rejection that nobody handles: the outcome is looked at later. */
export function outcomeOf(promise: Promise<unknown>): { readonly state: () => string; readonly done: Promise<string> } {
  let state = 'pending';
  const done = promise.then(
    () => (state = 'resolved'),
    (error: unknown) => (state = (error as { code?: string }).code ?? String(error)),
  );
  return { state: () => state, done };
}
