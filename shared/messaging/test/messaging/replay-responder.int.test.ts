import { ContractRegistry, OrderPlaced } from '@ordergraph/events';
import { eventually, type TestBroker, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose, { type Connection } from 'mongoose';
import { CommitStore } from '../../src/commits/commit-store.js';
import { ReplayResponder } from '../../src/replay/replay-responder.js';
import { noteOrder, openMessaging } from './mini-shop.js';

describe.each(testBrokers())('a request for a replay, on $kind', (testBroker: TestBroker) => {
  const namespace = uniqueNamespace();
  const broker = namespace.openBroker(testBroker);
  let connection: Connection;
  let responder: ReplayResponder;

  beforeAll(async () => {
    await eventually(() => expect(broker.connected).toBe(true));
    const orders = await openMessaging({ service: 'orders', uri: testMongo().uri, namespace: namespace.name, broker });
    await Promise.all(Array.from({ length: 300 }, (_, index) => noteOrder(orders, `told-${index}`)));
    await orders.stop();
    connection = await mongoose.createConnection(testMongo().uri, { dbName: `${namespace.name}_orders` }).asPromise();
    const store = new CommitStore(connection.getClient().db(connection.name));
    const registry = new ContractRegistry([OrderPlaced]);
    responder = new ReplayResponder({ service: 'orders', store, broker, registry });
  });
  afterAll(async () => {
    await connection.close();
    await broker.close(1_000);
    await namespace.cleanup();
  });

  const request = (queue: string) =>
    ({
      data: { replayId: 'r', owner: 'orders', queue, routingKeys: [OrderPlaced.routingKey] },
      ...{ id: 'request', time: new Date(), correlationId: 'c' },
    }) as unknown as Parameters<ReplayResponder['answer']>[0];

  it('is over when whoever asked is gone', async () => {
    await expect(responder.answer(request('analytics.gone'))).resolves.toBeUndefined();
  });

  it('is to be tried again when the broker is gone, and nothing is rejected unheard', async () => {
    const unheard = jest.fn();
    process.on('unhandledRejection', unheard);
    await broker.close(1_000);
    await expect(responder.answer(request('analytics.gone'))).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unheard);
    expect(unheard).not.toHaveBeenCalled();
  });
});
