import { createEmbeddedBroker, createRabbitBroker, type Broker } from '@ordergraph/messaging';
import type { Logger } from '@ordergraph/service';
import mongoose from 'mongoose';

export interface BrokerPlace {
  mongo: { readonly uri: string };
  /** Without an address: the embedded broker. */
  broker: { readonly url: string | undefined };
  namespace: string;
  logger: Logger;
}

export interface OpenBroker {
  broker: Broker;
  close(): Promise<void>;
}

const CLOSE_MILLISECONDS = 5_000;

/** The broker of a platform, for a command beside it: it declares none of its queues, and gives none of them up. */
export function openBroker(place: BrokerPlace): Promise<OpenBroker> {
  return place.broker.url === undefined
    ? openEmbedded({ ...place, retirement: Infinity })
    : Promise.resolve(openRabbit(place, place.broker.url));
}

/** What waits in it is kept in the database `<namespace>_broker`. */
export async function openEmbedded({
  mongo,
  namespace,
  ...options
}: Omit<BrokerPlace, 'broker'> & { readonly retirement?: number }): Promise<OpenBroker> {
  const client = await mongoose.mongo.MongoClient.connect(mongo.uri, {
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
  });
  const broker = createEmbeddedBroker({ database: client.db(`${namespace}_broker`), ...options });
  return {
    broker,
    async close() {
      await broker.close(CLOSE_MILLISECONDS);
      await client.close();
    },
  };
}

function openRabbit({ namespace, logger }: BrokerPlace, url: string): OpenBroker {
  const broker = createRabbitBroker({ url, namespace, connectionName: 'launcher', logger });
  return { broker, close: () => broker.close(CLOSE_MILLISECONDS) };
}
