import { randomInt } from 'node:crypto';
import { createRandom } from '@ordergraph/chaos';
import { awaitSeed, type GraphClient } from '@ordergraph/launcher';
import { eventually, testBrokerUrl } from '@ordergraph/testing';
import {
  canBeOrdered,
  createProduct,
  type Placed,
  placeOrder,
  readOrder,
  registerShopper,
} from '../support/shopper.js';
import { type App, openApps, type Watched } from './apps.js';
import { type ProcessPlatform, startProcessPlatform } from './process-platform.js';
import { restartAtRandom } from './restarts.js';

const orders = 100;
const minute = 60_000;
/** Each has one app of each kind, and orders enough for every limit on a user to be kept. */
const customers = 20;
const seed = Number(process.env['TEST_SEED'] ?? randomInt(1_000_000));

interface Customer {
  readonly shopper: GraphClient;
  readonly apps: readonly App[];
}

const amqpUrl = testBrokerUrl();
const describeWithRabbit = amqpUrl === undefined ? describe.skip : describe;

describeWithRabbit(`restarts at random (TEST_SEED=${seed})`, () => {
  let platform: ProcessPlatform;
  let productId: string;
  let everybody: readonly Customer[] = [];

  beforeAll(async () => {
    platform = await startProcessPlatform(amqpUrl ?? '');
    const { graphqlUrl: url } = platform;
    const { operator } = await awaitSeed(url);
    productId = await createProduct(operator, orders);
    everybody = await Promise.all(
      Array.from({ length: customers }, async () => {
        const shopper = await registerShopper(url);
        return { shopper, apps: openApps.map((open) => open({ url, token: shopper.token })) };
      }),
    );
    const [first] = everybody;
    await eventually(async () => expect(first && (await canBeOrdered(first.shopper, productId))).toBe(true));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(everybody.flatMap(({ apps }) => apps).map((app) => app.close()));
    await platform.remove();
  }, 60_000);

  it(`200 watchers see every version of ${orders} orders once and in order, while everything is restarted for a minute`, async () => {
    const placing: Promise<Followed>[] = [];
    const began = performance.now();
    /** Asked before each restart: places as many orders as time has passed. */
    const goesOn = (): boolean => {
      const passed = Math.min(1, (performance.now() - began) / minute);
      while (placing.length < orders * passed) placing.push(placeAndFollow(placing.length));
      return passed < 1;
    };
    const { gateway, users, inventory, orders: ordersService, payments } = platform.programs;
    const hands = [
      [gateway, users, inventory],
      [ordersService, payments],
    ] as const;
    const restarts = await restartAtRandom(hands, createRandom(seed), goesOn);
    process.stderr.write(`TEST_SEED=${seed}, ${restarts.length} restarts: ${restarts.join(', ')}\n`);
    const followed = await Promise.all(placing);

    // An order that stands still and a stream that does are different failures.
    for (const { placed, shopper } of followed) {
      await eventually(
        async () => expect(await readOrder(shopper, placed.id)).toMatchObject({ progress: { final: true } }),
        { timeoutMs: minute, intervalMs: 200, describe: `order ${placed.id} is over` },
      );
    }

    const watches = followed.flatMap((each) => each.watches);
    const incomplete = () => watches.filter(({ end }) => end !== 'completed');
    await eventually(() => expect(incomplete()).toEqual([]), { timeoutMs: 40_000 });
    expect(watches).toHaveLength(2 * orders);
    for (const { placed, shopper, watches: ofOrder } of followed) {
      const { version: newest = 0 } = (await readOrder(shopper, placed.id)) ?? {};
      const versions = Array.from({ length: newest - placed.version }, (_, index) => placed.version + 1 + index);
      expect(newest).toBeGreaterThan(placed.version);
      for (const watched of ofOrder) expect(watched).toMatchObject({ versions, final: true });
    }
    expect(platform.deaths).toEqual([]);
  }, 180_000);

  interface Followed {
    readonly placed: Placed;
    readonly shopper: GraphClient;
    readonly watches: readonly Watched[];
  }

  /** The order is placed again with its key until somebody answers, and watched by two of its customer's apps from then on. */
  async function placeAndFollow(number: number): Promise<Followed> {
    const { shopper, apps } = everybody[number % customers]!;
    const idempotencyKey = crypto.randomUUID();
    const paymentToken = ['tok_success', 'tok_slow', 'tok_decline'][number % 3]!;
    const placed = await eventually(() => placeOrder(shopper, { productId, paymentToken, idempotencyKey }), {
      timeoutMs: minute,
      intervalMs: 200,
    });
    const watchers = [2 * number, 2 * number + 1].map((index) => apps[index % apps.length]!);
    const from = { id: placed.id, after: placed.progress.cursor };
    return { placed, shopper, watches: watchers.map((app) => app.watch(from)) };
  }
});
