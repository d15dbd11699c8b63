import { type Broker, type CommitLog, Messaging } from '@ordergraph/messaging';
import { createLogger } from '@ordergraph/service';
import { type PlayedSaga, playSaga, type TestBroker, testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose, { type Connection } from 'mongoose';
import { Registry } from 'prom-client';
import type { Stock } from '../src/domain/stock.js';
import { inventoryMessages } from '../src/messages.js';

/** The messaging of inventory on a real database and a real broker, with a saga that commands and listens. */
export interface OpenInventory {
  readonly log: CommitLog;
  readonly database: Connection;
  readonly broker: Broker;
  /** Where operators' actions are recorded. */
  readonly operations: mongoose.mongo.Db;
  readonly saga: PlayedSaga;
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
  const saga = await playSaga(broker, 'inventory');
  await messaging.start(inventoryMessages(messaging.log));
  await messaging.consuming();
  return {
    log: messaging.log,
    database,
    broker,
    operations: database.getClient().db(`${namespace.name}_operations`),
    saga,
    stockOf: async (productId) => {
      const guard = await database.collection<{ _id: string; value: Stock }>('stock').findOne({ _id: productId });
      return guard?.value;
    },
    async close() {
      await messaging.stop(2_000);
      await saga.stop();
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
