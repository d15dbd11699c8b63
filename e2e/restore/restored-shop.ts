import { reconcile } from '@ordergraph/reconcile';
import { backUpDatabase, restoreDatabase, testDirectory, testMongo } from '@ordergraph/testing';
import { mongo } from 'mongoose';
import { runOn } from '../support/run-command.js';
import { openShop, type Shop } from '../support/shop.js';
import { placeOrder } from '../support/shopper.js';
import type { startTestPlatform } from '../support/test-platform.js';

/** A shop of which one database can be lost, with the commands of an operator. */
export interface RestorableShop extends Shop {
  place(paymentToken?: string): Promise<string>;
  cancel(orderId: string): Promise<void>;
  backUp(service: string): Promise<void>;
  /** The processes die; a backup is put in the place of the database, what the others are to do is written down; they start. */
  restore(service: string, since: Date): Promise<void>;
  rebuildCopies(): Promise<void>;
  /** What `npm run reconcile` names: `<invariant>: <id>`. */
  differences(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openRestorableShop(options: Parameters<typeof startTestPlatform>[0]): Promise<RestorableShop> {
  const shop = await openShop(options);
  const { platform, shopper, productId } = shop;
  const { uri } = testMongo();
  const client = await mongo.MongoClient.connect(uri);
  const { namespace } = platform.current;
  const backup = testDirectory('backup');
  const run = async (...command: string[]): Promise<void> => {
    const running = runOn(platform, options.amqpUrl, command);
    expect([await running.ended, running.output()]).toEqual([0, expect.anything()]);
  };
  return {
    ...shop,
    place: async (paymentToken = 'tok_success') => (await placeOrder(shopper, { productId, paymentToken })).id,
    async cancel(orderId) {
      const { cancelOrder } = await shopper.request<{ cancelOrder: { __typename: string } }>(
        'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename } }',
        { input: { orderId } },
      );
      expect(cancelOrder.__typename).toBe('CancelOrderSuccess');
    },
    backUp: (service) => backUpDatabase(client, `${namespace}_${service}`, backup),
    async restore(service, since) {
      await platform.current.kill();
      await restoreDatabase(client, `${namespace}_${service}`, backup);
      await run('after-restore', service, '--since', since.toISOString());
      await platform.killAndRestart();
    },
    async rebuildCopies() {
      await run('rebuild-view', 'orders', 'productCopies');
      await run('rebuild-view', 'orders', 'customerCopies');
    },
    async differences() {
      const report = await reconcile({ mongodbUri: uri, namespace });
      return report.differences.map(({ invariant, id }) => `${invariant}: ${id}`);
    },
    async close() {
      await client.close();
      await platform.remove();
    },
  };
}
