import { eventually, type TestBroker, testBrokers } from '@ordergraph/testing';
import {
  canBeOrdered,
  createProduct,
  type Placed,
  placeOrder,
  providerBooks,
  readOrder,
  readStock,
  registerShopper,
  signInOperator,
} from '../support/shopper.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';
import { contiguousFromOne, type Seen, watchVersions } from '../support/watch-versions.js';

const kills = 10;
const initialStock = 100;

describe.each(testBrokers())('kill -9 right after placeOrder answered, on $kind', ({ url }: TestBroker) => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startTestPlatform({ amqpUrl: url });
  }, 120_000);
  afterAll(() => platform.remove(), 60_000);

  it(`ends every accepted order after each of ${kills} restarts, without a lost or doubled effect or version`, async () => {
    const { graphqlUrl } = platform.current;
    const operator = await signInOperator(graphqlUrl);
    const shopper = await registerShopper(graphqlUrl);
    const productId = await createProduct(operator, initialStock);
    await eventually(async () => expect(await canBeOrdered(shopper, productId)).toBe(true));

    const orders: { placed: Placed; seen: Seen[]; declined: boolean }[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const declined = kill % 3 === 2;
      const paymentToken = declined ? 'tok_decline' : 'tok_success';
      const placed = await placeOrder(shopper, { productId, quantity: 2, paymentToken });
      const seen: Seen[] = [asSeen(placed)]; // what placeOrder answered is the first version; watching goes on behind it
      const watching = watchVersions({ ...platform.current, token: shopper.token }, placed.id, seen).catch(
        () => undefined,
      );
      if (kill % 2) await eventually(() => expect(seen.length).toBeGreaterThan(1)); // cut off a watcher in the middle
      await platform.killAndRestart();
      await watching;
      orders.push({ placed, seen, declined });
    }

    for (const { placed, seen, declined } of orders) {
      if (seen.at(-1)?.final !== true) {
        await watchVersions({ ...platform.current, token: shopper.token }, placed.id, seen);
      }
      expect(seen.map(({ version }) => version)).toEqual(contiguousFromOne(seen));
      expect(seen.at(-1)).toMatchObject({ final: true, status: declined ? 'CANCELLED' : 'CONFIRMED' });
      const books = await providerBooks(platform.current, placed.id);
      expect(books).toMatchObject(
        declined ? { captured: 0, held: 0, charges: 0 } : { captured: 2_000, refunded: 0, held: 0, charges: 1 },
      );
      expect(await readOrder(shopper, placed.id)).toMatchObject({ status: declined ? 'CANCELLED' : 'CONFIRMED' });
    }
    const sold = 2 * orders.filter(({ declined }) => !declined).length;
    await eventually(async () =>
      expect(await readStock(operator, productId)).toMatchObject({ available: initialStock - sold, reserved: 0, sold }),
    );
  }, 300_000);
});

const asSeen = ({ progress, version, status }: Placed): Seen => ({
  cursor: progress.cursor,
  version,
  status,
  final: false,
});
