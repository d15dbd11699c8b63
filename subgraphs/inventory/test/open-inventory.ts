import { randomUUID } from 'node:crypto';
import type { Message } from '@ordergraph/events';
import {
  type Broker,
  type CommitLog,
  type Consumption,
  Messaging,
  commandsQueue,
  eventsExchange,
} from '@ordergraph/messaging';
import { createLogger } from '@ordergraph/service';
import { type TestBroker, testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose, { type Connection } from 'mongoose';
import { Registry } from 'prom-client';
import type { Stock } from '../src/domain/stock.js';
import { inventoryMessages } from '../src/messages.js';

/** What inventory told the world: an event as it came from the broker. */
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly causationId: string | undefined;
  readonly data: Record<string, unknown>;
  readonly state: Record<string, unknown>;
}

/** The messaging of inventory on a real database and a real broker, and a customer who commands and listens. */
export interface OpenInventory {
  readonly log: CommitLog;
  readonly database: Connection;
  readonly told: readonly Told[];
  /** Sends a command as the saga does; the same id makes it the same command. */
  command(message: Message, id?: string): Promise<void>;
  stockOf(productId: string): Promise<Stock | undefined>;
  close(): Promise<void>;
}

const logger = createLogger({ name: 'inventory-test', level: 'silent' });

export async function openInventory(testBroker: TestBroker): Promise<OpenInventory> {
  const namespace = uniqueNamespace();
  const database = await connect(`${namespace.name}_inventory`);
  const broker = namespace.openBroker(testBroker);
  const metrics = new Registry();
  const roles = new Set(['graphql', 'consumer', 'sweeper'] as const);
  const messaging = new Messaging({ service: 'inventory', database, broker, logger, metrics, roles });
  await messaging.start(inventoryMessages(messaging.log));
  await messaging.consuming();
  const told: Told[] = [];
  const listening = await listen(broker, told);
  return {
    log: messaging.log,
    database,
    told,
    command: (message, id = randomUUID()) => broker.send(commandsQueue('inventory'), envelop(message, id)),
    stockOf: async (productId) => {
      const guard = await database.collection<{ _id: string; value: Stock }>('stock').findOne({ _id: productId });
      return guard?.value;
    },
    async close() {
      await listening.stop();
      await messaging.stop(2_000);
      await broker.close(2_000);
      await database.close();
      await namespace.cleanup();
    },
  };
}

const connect = (dbName: string): Promise<Connection> =>
  mongoose
    .createConnection(testMongo().uri, {
      dbName,
      readConcernLevel: 'majority',
      writeConcern: { w: 'majority', journal: true },
    })
    .asPromise();

async function listen(broker: Broker, told: Told[]): Promise<Consumption> {
  const name = 'saga.answers.t1';
  const exchange = eventsExchange('inventory');
  await broker.declare({ exchanges: [exchange], queues: [{ name, bindings: [{ exchange, routingKey: '#' }] }] });
  return broker.consume(name, { prefetch: 200 }, ({ message: { envelope, content }, ack }) => {
    const { id, type, causationId } = envelope;
    told.push({ id, type, causationId, ...(JSON.parse(content.toString()) as Pick<Told, 'data' | 'state'>) });
    ack();
  });
}

const envelop = ({ type, data }: Message, id: string) => ({
  routingKey: type.replace(/\.v\d+$/, ''),
  content: Buffer.from(JSON.stringify({ data })),
  envelope: {
    id,
    type,
    source: 'orders',
    subject: 'order-test',
    time: new Date().toISOString(),
    version: 1,
    correlationId: randomUUID(),
  },
});
