import { eventually, type TestBroker, testBrokers } from '@ordergraph/testing';
import { randomUUID } from 'node:crypto';
import type { GraphClient } from '@ordergraph/launcher';
import { Pool } from 'undici';
import {
  canBeOrdered,
  createProduct,
  readOrder,
  readStock,
  registerShopper,
  signInOperator,
} from '../support/shopper.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';

describe.each(testBrokers())('the last pieces of a product, on $kind', ({ url }: TestBroker) => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startTestPlatform({ amqpUrl: url });
  }, 120_000);
  afterAll(() => platform.remove(), 60_000);

  it('100 orders at once over 20 connections for 10 pieces: exactly 10 confirmed, 90 cancelled as out of stock', async () => {
    const { graphqlUrl } = platform.current;
    const operator = await signInOperator(graphqlUrl);
    const shopper = await registerShopper(graphqlUrl);
    const productId = await createProduct(operator, 10);
    await eventually(async () => expect(await canBeOrdered(shopper, productId)).toBe(true));

    const connections = new Pool(new URL(graphqlUrl).origin, { connections: 20 });
    const ids = await Promise.all(Array.from({ length: 100 }, () => placeOver(connections, shopper, productId)));
    await connections.close();

    await eventually(
      async () => {
        const ends = await Promise.all(ids.map((id) => readOrder(shopper, id)));
        const count = (status: string, reason?: string) =>
          ends.filter((order) => order?.status === status && order.cancellation?.reason === reason).length;
        expect({ confirmed: count('CONFIRMED'), outOfStock: count('CANCELLED', 'OUT_OF_STOCK') }).toEqual({
          confirmed: 10,
          outOfStock: 90,
        });
      },
      { timeoutMs: 60_000, intervalMs: 250 },
    );
    expect(await readStock(operator, productId)).toMatchObject({ available: 0, reserved: 0, sold: 10 });
  }, 120_000);
});

async function placeOver(connections: Pool, shopper: GraphClient, productId: string): Promise<string> {
  const input = { idempotencyKey: randomUUID(), lines: [{ productId, quantity: 1 }], paymentToken: 'tok_success' };
  const { body } = await connections.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${shopper.token}` },
    body: JSON.stringify({
      query: `mutation Place($input: PlaceOrderInput!) {
        placeOrder(input: $input) { ... on PlaceOrderSuccess { order { id } } ... on UserError { message } }
      }`,
      variables: { input },
    }),
  });
  const { data } = (await body.json()) as { data: { placeOrder: { order: { id: string } } } };
  return data.placeOrder.order.id;
}
