import { type TestBroker, type TestBrokerOptions, uniqueNamespace } from '@ordergraph/testing';
import type {
  Broker,
  BrokerLogger,
  BrokerMessage,
  Consumption,
  Delivery,
  Envelope,
  RetryDelays,
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

/** A broker of the wanted kind under a namespace of its own. */
export function brokerHarness(testBroker: TestBroker, overrides: TestBrokerOptions = {}): BrokerHarness {
  const namespace = uniqueNamespace();
  const opened: Broker[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((broker) => broker.close(0)));
  };
  return {
    async open() {
      if (testBroker.kind === 'embedded' && opened[0]) return opened[0];
      const broker = namespace.openBroker(testBroker, { retryDelays: shortDelays, ...overrides });
      opened.push(broker);
      await broker.declare({ exchanges: [], queues: [] });
      return broker;
    },
    restart: closeAll,
    async close() {
      await closeAll();
      await namespace.cleanup();
    },
  };
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

/** Sockets, timers and the like that keep this process from ending, beyond those of the time of the first call. */
export function keepsAlive(): () => string[] {
  const before = process.getActiveResourcesInfo();
  return () => {
    const known = [...before];
    return process.getActiveResourcesInfo().filter((resource) => {
      const place = known.indexOf(resource);
      if (place >= 0) known.splice(place, 1);
      return place < 0;
    });
  };
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
