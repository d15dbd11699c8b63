import type { FastifyBaseLogger } from 'fastify';
import mongoose from 'mongoose';
import { Faults } from './faults/faults.js';
import { Ledger } from './ledger/ledger.js';
import { createServer } from './server.js';
import { WebhookDelivery } from './webhooks/webhook-delivery.js';

export interface PaymentSimulatorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly mongodbUri: string;
  /** The ledger is the database `<namespace>_provider`. */
  readonly namespace: string;
  /** The bearer token of the API. */
  readonly key: string;
  readonly webhookSecret: string;
  /** Where decisions of customers are told; a function when it is known only later. */
  readonly webhookUrl: string | (() => string);
  readonly logger?: FastifyBaseLogger;
}

export interface PaymentSimulator {
  readonly url: string;
  stop(): Promise<void>;
}

/** A payment provider of its own: HTTP server, idempotency keys honoured for ever, books that survive a restart. */
export async function startPaymentSimulator(options: PaymentSimulatorOptions): Promise<PaymentSimulator> {
  const { mongodbUri, namespace, key, logger, webhookSecret, webhookUrl } = options;
  const connection = await mongoose
    .createConnection(mongodbUri, {
      dbName: `${namespace}_provider`,
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
    })
    .asPromise();
  const ledger = await Ledger.open(connection);
  const stopping = new AbortController();
  const webhooks = new WebhookDelivery({
    ledger,
    secret: webhookSecret,
    url: typeof webhookUrl === 'string' ? () => webhookUrl : webhookUrl,
    onError: (error) => logger?.warn(error, 'a webhook was not delivered'),
  });
  let url = '';
  const simulation = { ledger, faults: new Faults(), webhooks, publicUrl: () => url, stopping: stopping.signal };
  const server = createServer({ simulation, key, logger });
  try {
    url = await server.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  } catch (error) {
    await connection.close();
    throw error;
  }
  webhooks.wake();
  return {
    url,
    stop: async () => {
      stopping.abort();
      await server.close();
      await webhooks.stop();
      await connection.close();
    },
  };
}
