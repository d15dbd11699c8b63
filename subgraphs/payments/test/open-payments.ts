import { AuthorizePayment, CapturePayment, type Message, type Money, ReversePayment } from '@ordergraph/events';
import { createLogger, type Principal, type RunningService, startService } from '@ordergraph/service';
import {
  type GraphqlAnswer,
  type PlayedSaga,
  playSaga,
  requestGraphql,
  type TestBroker,
  testIdentity,
  testMongo,
  uniqueNamespace,
} from '@ordergraph/testing';
import mongoose from 'mongoose';
import { paymentsService, webhookPath } from '../src/index.js';
import { openSimulator, type Simulator } from './open-simulator.js';

/** The payments service on a real database, a real broker and the provider, with a saga that commands and listens. */
export interface OpenPayments {
  readonly url: string;
  readonly simulator: Simulator;
  readonly told: PlayedSaga['told'];
  /** Commits of a payment as they stand in the database. */
  commits(orderId: string): Promise<Record<string, unknown>[]>;
  readonly answers: PlayedSaga['answers'];
  readonly isAnswered: PlayedSaga['isAnswered'];
  /** Does not wait until the command is accepted. */
  command(message: Message, id?: string): void;
  /** As `command`, and waits: over the embedded broker until it has taken effect, so that the same one again is a new delivery. */
  commandAndWait(message: Message, id: string): Promise<void>;
  request(
    principal: Principal,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<GraphqlAnswer<Record<string, unknown>>>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const customer = 'customer-1';
export const euros = (amount: number): Money => ({ amount, currency: 'EUR' });
export const total = euros(2580);

export const authorizePayment = (orderId: string, paymentToken = 'tok_success'): Message =>
  AuthorizePayment({ orderId, orderNumber: 'A7K2-9QPX', customerId: customer, amount: total, paymentToken });
export const capturePayment = (orderId: string): Message => CapturePayment({ orderId, amount: total });
export const reversePayment = (orderId: string): Message =>
  ReversePayment({ orderId, customerId: customer, amount: total });

const logger = createLogger({ name: 'payments-test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

/** Two processes share the work where the broker can be shared: what one does, the other may repeat at the same moment. */
const replicasOver = ({ kind }: TestBroker): number => (kind === 'rabbitmq' ? 2 : 1);

/** @param frontOf what requests to the provider pass through; its address, given the provider's. */
export async function openPayments(
  testBroker: TestBroker,
  frontOf = (provider: string): Promise<string> => Promise.resolve(provider),
): Promise<OpenPayments> {
  const namespace = uniqueNamespace();
  const identity = await testIdentity();
  const database = await mongoose
    .createConnection(testMongo().uri, { dbName: `${namespace.name}_payments` })
    .asPromise();
  const broker = namespace.openBroker(testBroker, { logger });
  let replicas: RunningService[] = [];
  const urlOf = (path: string): string => new URL(path, replicas[0]?.url ?? 'http://127.0.0.1:9').href;
  const simulator = await openSimulator(namespace.name, () => urlOf(webhookPath));
  const environment = {
    ...identity.environment,
    MONGODB_URI: testMongo().uri,
    BROKER: testBroker.kind,
    AMQP_URL: testBroker.url,
    NAMESPACE: namespace.name,
    PORT: '0',
    PAYMENT_PROVIDER_URL: await frontOf(simulator.url),
    PAYMENT_PROVIDER_KEY: simulator.key,
    PAYMENT_WEBHOOK_SECRET: simulator.webhookSecret,
    PAYMENT_PROVIDER_TIMEOUT_SECONDS: '1',
  };
  const start = async (): Promise<void> => {
    const starting = Array.from({ length: replicasOver(testBroker) }, () =>
      startService(paymentsService, { environment, broker, logger }),
    );
    replicas = await Promise.all(starting);
  };
  const stop = (): Promise<unknown> => Promise.all(replicas.map((replica) => replica.stop()));
  const { told, answers, isAnswered, ...saga } = await playSaga(broker, 'payments');
  await start();
  return {
    get url() {
      return urlOf('/graphql');
    },
    simulator,
    told,
    commits: (orderId) =>
      database
        .collection('commits')
        .find({ '_id.stream': `payment-${orderId}` })
        .sort({ _id: 1 })
        .toArray(),
    command: (message, id) => void saga.command(message, id).catch(() => undefined),
    commandAndWait: saga.command,
    answers,
    isAnswered,
    request: async (principal, query, variables = {}) =>
      requestGraphql({ url: urlOf('/graphql'), query, variables, authorization: await identity.sign(principal) }),
    restart: async () => {
      await stop();
      await start();
    },
    async close() {
      await stop();
      await saga.stop();
      await simulator.stop();
      await broker.close(2_000);
      await database.close();
      await namespace.cleanup();
    },
  };
}
