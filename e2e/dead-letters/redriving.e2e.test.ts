import { ReserveStock, ReturnStock } from '@ordergraph/events';
import { type BrokerMessage, commandsQueue, deadLetterQueue, type Failure } from '@ordergraph/messaging';
import { envelop, eventually, type TestBroker, testBrokers, testMongo } from '@ordergraph/testing';
import { mongo } from 'mongoose';
import { plantMessages } from '../support/plant-messages.js';
import { createProduct, readStock, signInOperator } from '../support/shopper.js';
import { runOn } from '../support/run-command.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';

const letters = 120;
const orderIds = Array.from({ length: letters }, (_, index) => `undone-${index}`);
const patience = { timeoutMs: 40_000 };

describe.each(testBrokers())('dead letters of a running platform on $kind', ({ url }: TestBroker) => {
  let platform: TestPlatform;
  let client: mongo.MongoClient;

  beforeAll(async () => {
    platform = await startTestPlatform({ amqpUrl: url });
    client = await mongo.MongoClient.connect(testMongo().uri);
  }, 120_000);
  afterAll(async () => {
    await client.close();
    await platform.remove();
  }, 60_000);

  const database = (service: string) => client.db(`${platform.current.namespace}_${service}`);
  const place = () => ({ namespace: platform.current.namespace, amqpUrl: url });
  const deadLetters = (...args: string[]) => runOn(platform, url, ['dead-letters', ...args]);
  const answersTo = (id: string) =>
    database('inventory')
      .collection('commits')
      .countDocuments({ cause: { $regex: `/${id}(/|$)` } });

  it('are redriven by a command that dies again and again: each is handled, once, in the world as it is now', async () => {
    const operator = await signInOperator(platform.current.graphqlUrl);
    const productId = await createProduct(operator, 10);
    // The orders were cancelled and undone while their reservations lay among the dead letters.
    await plantMessages(
      place(),
      commandsQueue('inventory'),
      orderIds.map((orderId) => envelop(ReturnStock({ orderId }), `${orderId}/return-stock/1`)),
    );
    await eventually(async () => expect(await tombstones()).toBe(letters), patience);
    const lines = [{ productId, sku: 'ANY', quantity: 1 }];
    await plantMessages(
      place(),
      deadLetterQueue,
      orderIds.map((orderId) => dead(envelop(ReserveStock({ orderId, lines }), `${orderId}/reserve-stock/1`))),
    );

    const actions = database('operations').collection('deadLetterActions');
    for (let kill = 0; kill < 3; kill++) {
      const before = await actions.countDocuments();
      const command = deadLetters('redrive', '--all', '--limit', '40', '--reason', 'inventory was mended');
      await eventually(async () => expect(await actions.countDocuments()).toBeGreaterThan(before), patience);
      command.kill();
      expect(await command.ended).toBeUndefined();
    }
    const last = deadLetters('redrive', '--group', 'NOT_YET');
    expect([await last.ended, last.output()]).toEqual([0, expect.stringMatching(/redriven|No dead letter matches/)]);

    const list = deadLetters();
    expect([await list.ended, list.output()]).toEqual([0, expect.stringContaining('No dead letters')]);
    await eventually(async () => {
      const handled = await Promise.all(orderIds.map((orderId) => answersTo(`${orderId}/reserve-stock/1`)));
      expect(handled.every((count) => count === 1)).toBe(true);
    }, patience);
    expect(await readStock(operator, productId)).toMatchObject({ available: 10, reserved: 0, sold: 0 });
    expect(await actions.findOne({ by: { $exists: true }, doneAt: { $exists: true } })).toMatchObject({
      action: 'redrive',
      errorCode: 'NOT_YET',
      queue: commandsQueue('inventory'),
    });
  }, 240_000);

  const tombstones = () =>
    database('inventory')
      .collection('commits')
      .countDocuments({ '_id.stream': { $in: orderIds.map((id) => `reservation-${id}`) } });
});

function dead(message: BrokerMessage): BrokerMessage {
  const failure: Failure = {
    queue: commandsQueue('inventory'),
    attempts: 14,
    firstFailedAt: new Date().toISOString(),
    errorCode: 'NOT_YET',
    errorMessage: 'planted',
  };
  return { ...message, envelope: { ...message.envelope, failure } };
}
