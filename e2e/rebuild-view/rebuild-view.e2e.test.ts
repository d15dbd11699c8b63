import { rebuildsIn } from '@ordergraph/messaging';
import { eventually, type TestBroker, testBrokers, testMongo } from '@ordergraph/testing';
import { mongo } from 'mongoose';
import { runOn } from '../support/run-command.js';
import { canBeOrdered, createProduct, registerShopper, signInOperator } from '../support/shopper.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';

const patience = { timeoutMs: 60_000 };

describe.each(testBrokers())('npm run rebuild-view on $kind', ({ url }: TestBroker) => {
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

  it('mends a view, also when the platform is killed in the middle of it', async () => {
    const orders = client.db(`${platform.current.namespace}_orders`);
    const operator = await signInOperator(platform.current.graphqlUrl);
    const productId = await createProduct(operator, 10);
    const quotable = async () => canBeOrdered(await registerShopper(platform.current.graphqlUrl), productId);
    await eventually(async () => expect(await quotable()).toBe(true), patience);
    const copies = await orders.collection('productCopies').countDocuments();
    await orders.collection('productCopies').deleteOne({ _id: productId as never });
    expect(await quotable()).toBe(false);

    const command = runOn(platform, url, ['rebuild-view', 'orders', 'productCopies']);
    await eventually(
      async () =>
        expect(await rebuildsIn(orders).findOne({ _id: 'productCopies' })).toMatchObject({ state: 'building' }),
      patience,
    );
    const restarted = platform.killAndRestart(); // which waits until every product can be ordered
    const aMinuteAgo = { heldUntil: new Date(Date.now() - 60_000) };
    await rebuildsIn(orders).updateOne({ _id: 'productCopies', state: 'building' }, { $set: aMinuteAgo });
    await restarted;
    expect([await command.ended, command.output()]).toEqual([0, expect.stringContaining('Done')]);
    expect(await quotable()).toBe(true);
    expect(await orders.collection('productCopies').countDocuments()).toBe(copies);
    expect(await orders.listCollections({ name: /rebuilt/ }).toArray()).toEqual([]);
  }, 240_000);
});
