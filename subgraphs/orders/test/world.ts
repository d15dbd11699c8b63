import { randomUUID } from 'node:crypto';
import {
  type Message,
  ProductCreated,
  productStateExample,
  publicContracts,
  UserRegistered,
  userStateExample,
} from '@ordergraph/events';
import { type Broker, commandsQueue, eventsExchange } from '@ordergraph/messaging';
import { createLogger, type Principal, startService } from '@ordergraph/service';
import {
  eventually,
  requestGraphql,
  type TestBroker,
  testBrokers,
  testIdentity,
  testMongo,
  testUser,
  uniqueNamespace,
  watchGraphql,
} from '@ordergraph/testing';
import { ordersService } from '../src/index.js';
import { type Answers, type Commanded, happily } from './answers.js';

/**
 * The orders service on a real database and a real broker, alone: the owners of stock and payments are played by `answers`,
 * which the test may change at any time.
 */
export interface World {
  readonly url: string;
  readonly namespace: string;
  answers: Answers;
  readonly commands: readonly Commanded[];
  tell(
    message: Message,
    options?: { readonly state?: unknown; readonly id?: string; readonly version?: number },
  ): Promise<void>;
  as(principal: Principal): Client;
  close(): Promise<void>;
}

export interface Client {
  readonly principal: Principal;
  request<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
  ): ReturnType<typeof requestGraphql<Data>>;
  watch<Data>(query: string, variables?: Record<string, unknown>): Promise<ReturnType<typeof watchGraphql<Data>>>;
}

export const robin = testUser('c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11');
export const eve = testUser('7d0b7d11-4ad5-4f6e-8a52-95d6e3a1f001');
export const operator = testUser('operator', 'orders:operate');

export const mug = productStateExample.id;
export const pen = 'b7f7a1de-0c5c-5b52-8a7b-0d6f0b8a2c33';

const logger = createLogger({ name: 'orders-test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

export async function openWorld(testBroker: TestBroker, variables: Record<string, string> = {}): Promise<World> {
  const namespace = uniqueNamespace();
  const identity = await testIdentity();
  const broker = namespace.openBroker(testBroker, { logger });
  const environment = {
    ...identity.environment,
    MONGODB_URI: testMongo().uri,
    BROKER: testBroker.kind,
    AMQP_URL: testBroker.url,
    NAMESPACE: namespace.name,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...variables,
  };
  const commands: Commanded[] = [];
  const state = { answers: happily };
  const tell: World['tell'] = (message, options) => publish(broker, message, options ?? {});
  const stopPlaying = await playOwners(broker, (command) => {
    commands.push(command);
    return Promise.all(
      state.answers(command).map((answer) => tell(answer, { id: `answer-to-${command.id}-${answer.type}` })),
    );
  });
  const service = await startService(ordersService, { environment, broker, logger });
  const world: World = {
    url: service.url,
    namespace: namespace.name,
    get answers() {
      return state.answers;
    },
    set answers(answers) {
      state.answers = answers;
    },
    commands,
    tell,
    as: (principal) => clientOf(service.url, principal, () => identity.sign(principal)),
    async close() {
      await service.stop();
      await stopPlaying();
      await broker.close(2_000);
      await namespace.cleanup();
    },
  };
  await tellBasics(world);
  return world;
}

/** Returns the function that ends it. */
async function playOwners(
  broker: Broker,
  obey: (command: Commanded) => Promise<unknown>,
): Promise<() => Promise<unknown>> {
  const names = ['inventory', 'payments'].map((owner) => commandsQueue(owner));
  await broker.declare({
    exchanges: ['inventory', 'payments', 'users'].map(eventsExchange),
    queues: names.map((name) => ({ name, bindings: [], singleActiveConsumer: name.startsWith('inventory.') })),
  });
  const consume = (name: string) =>
    broker.consume(name, { prefetch: 100 }, ({ message: { envelope, content }, ack, requeue }) => {
      const { data } = JSON.parse(content.toString()) as Pick<Commanded, 'data'>;
      obey({ id: envelope.id, type: envelope.type, data }).then(ack, requeue);
    });
  const consumptions = await Promise.all(names.map(consume));
  return () => Promise.all(consumptions.map((consumption) => consumption.stop()));
}

function publish(
  broker: Broker,
  { type, data }: Message,
  { state, id = randomUUID(), version = 1 }: { state?: unknown; id?: string; version?: number },
): Promise<void> {
  const contract = publicContracts.find(type);
  if (!contract) throw new TypeError(`${type} is no public message`);
  const { owner, routingKey, example } = contract;
  return broker.publish(eventsExchange(owner), {
    routingKey,
    content: Buffer.from(JSON.stringify({ data, state: state ?? example.state })),
    envelope: {
      id,
      type,
      source: owner,
      subject: `${owner}-test`,
      time: new Date().toISOString(),
      version,
      correlationId: randomUUID(),
    },
  });
}

/** The first broker to be had: for what has nothing to do with brokers. */
export const anyBroker = (): TestBroker => testBrokers()[0] ?? { kind: 'embedded', url: undefined };

/** Two products and a customer, known to the service before the test begins. */
async function tellBasics(world: World): Promise<void> {
  const penState = {
    ...productStateExample,
    id: pen,
    sku: 'PEN',
    title: 'Pen',
    price: { amount: 250, currency: 'EUR' },
  };
  const operatorClient = world.as(operator);
  await eventually(async () => {
    await world.tell(ProductCreated(ProductCreated.example.data), { id: 'mug' });
    await world.tell(ProductCreated(ProductCreated.example.data), { id: 'pen', state: penState });
    await world.tell(UserRegistered(UserRegistered.example.data), { state: userStateExample });
    const lines = [mug, pen].map((productId) => ({ productId, quantity: 1 }));
    const query = 'query ($lines: [OrderLineInput!]!) { quoteOrder(lines: $lines) { __typename } }';
    const { data } = await operatorClient.request(query, { lines });
    expect(data).toEqual({ quoteOrder: { __typename: 'OrderQuote' } });
  });
}

const clientOf = (url: string, principal: Principal, sign: () => Promise<string>): Client => ({
  principal,
  request: async (query, variables = {}) => requestGraphql({ url, query, variables, authorization: await sign() }),
  watch: async (query, variables = {}) => watchGraphql({ url, query, variables, authorization: await sign() }),
});
