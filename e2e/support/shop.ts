import type { GraphClient } from '@ordergraph/launcher';
import { eventually } from '@ordergraph/testing';
import {
  canBeOrdered,
  createProduct,
  type OrderNow,
  providerBooks,
  readOrder,
  readStock,
  registerShopper,
  signInOperator,
} from './shopper.js';
import { startTestPlatform, type TestPlatform } from './test-platform.js';

/** A platform with a customer and a product of the test's own, of which there are many. */
export interface Shop {
  readonly platform: TestPlatform;
  readonly shopper: GraphClient;
  readonly operator: GraphClient;
  readonly productId: string;
  /** Resolves with the order when it is CONFIRMED or CANCELLED. */
  ended(id: string): Promise<OrderNow>;
  /** What the payment provider does wrong from now on; nothing ends it. */
  providerFails(faults: object): Promise<void>;
}

export const pieces = 10_000;

export async function openShop(options: Parameters<typeof startTestPlatform>[0]): Promise<Shop> {
  const platform = await startTestPlatform(options);
  const { graphqlUrl, paymentProvider } = platform.current;
  const [operator, shopper] = await Promise.all([signInOperator(graphqlUrl), registerShopper(graphqlUrl)]);
  const productId = await createProduct(operator, pieces);
  await eventually(async () => expect(await canBeOrdered(shopper, productId)).toBe(true));
  const headers = { authorization: `Bearer ${paymentProvider.key}`, 'content-type': 'application/json' };
  return {
    platform,
    shopper,
    operator,
    productId,
    ended: (id) =>
      eventually(
        async () => {
          const order = await readOrder(shopper, id);
          expect(['CONFIRMED', 'CANCELLED']).toContain(order?.status);
          return order!;
        },
        { timeoutMs: 60_000, intervalMs: 200 },
      ),
    async providerFails(faults) {
      const answer = await fetch(`${paymentProvider.url}/faults`, {
        method: 'POST',
        headers,
        body: JSON.stringify(faults),
      });
      expect(answer.status).toBe(200);
    },
  };
}

/** Every piece of the product and every cent of these orders is where it belongs. An order costs 10.00. */
export async function addsUp({ operator, productId, platform, ended }: Shop, ids: readonly string[]): Promise<void> {
  let sold = 0;
  for (const id of ids) {
    const { status } = await ended(id);
    if (status === 'CONFIRMED') sold += 1;
    await eventually(async () => {
      const { captured, refunded, held, charges } = await providerBooks(platform.current, id);
      expect({ id, kept: captured - refunded, held }).toEqual({
        id,
        kept: status === 'CONFIRMED' ? 1_000 : 0,
        held: 0,
      });
      expect(charges).toBeLessThanOrEqual(1);
    });
  }
  await eventually(async () =>
    expect(await readStock(operator, productId)).toMatchObject({ available: pieces - sold, reserved: 0, sold }),
  );
}
