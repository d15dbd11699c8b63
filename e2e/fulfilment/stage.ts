import type { GraphClient } from '@ordergraph/launcher';
import { eventually, type TestBroker } from '@ordergraph/testing';
import { type AppClient, createAppClient } from '../support/app-client.js';
import { type MessageTap, tapMessages } from '../support/message-tap.js';
import { canBeOrdered, createProduct, registerShopper, signInOperator } from '../support/shopper.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';

/** What the scenarios of one broker play with: a platform, a customer with an app, an operator, and a product. */
export interface Stage {
  readonly broker: TestBroker;
  readonly platform: TestPlatform;
  readonly shopper: GraphClient;
  readonly app: AppClient;
  readonly operator: GraphClient;
  readonly productId: string;
  /** Only RabbitMQ lets somebody listen in. */
  readonly tap: MessageTap | undefined;
  close(): Promise<void>;
}

export const initialStock = 50;

const owners = ['users', 'inventory', 'orders', 'payments'];

export async function setStage(broker: TestBroker): Promise<Stage> {
  const environment = { LOG_LEVEL: 'debug', PAYMENT_PROVIDER_TIMEOUT_SECONDS: '1' };
  const platform = await startTestPlatform({ amqpUrl: broker.url, environment });
  const { graphqlUrl, namespace } = platform.current;
  const [operator, shopper] = await Promise.all([signInOperator(graphqlUrl), registerShopper(graphqlUrl)]);
  const productId = await createProduct(operator, initialStock);
  await eventually(async () => expect(await canBeOrdered(shopper, productId)).toBe(true));
  const app = createAppClient(platform.current, shopper.token);
  const tap = broker.url === undefined ? undefined : await tapMessages(broker.url, namespace, owners);
  return {
    broker,
    platform,
    shopper,
    app,
    operator,
    productId,
    tap,
    async close() {
      await app.close();
      await tap?.close();
      await platform.remove();
    },
  };
}
