import type { GraphClient, SpawnedPlatform } from '@ordergraph/launcher';
import { type CrashPoint, crashPoints } from '@ordergraph/messaging';
import { reconcile } from '@ordergraph/reconcile';
import { eventually, type TestBroker, testBrokers, testMongo } from '@ordergraph/testing';
import { canBeOrdered, createProduct, readStock, registerShopper, signInOperator } from '../support/shopper.js';
import { prepareTestPlace, type TestPlace } from '../support/test-platform.js';
import { beginLife } from './lives.js';
import { sweepNow } from './sweep-now.js';
import { cancelled, confirmed, outcomeOf, place, plan, type Purchase } from './purchases.js';

/** Passed by whoever starts for the first time. */
const whenNew: readonly CrashPoint[] = ['before-views-built', 'before-replay-end'];

/** Each process finishes what its predecessor left: the sweep has something to take after one that died before publishing. */
const whileTrading: readonly CrashPoint[] = [
  'before-commit',
  'after-commit',
  'after-views',
  'sweep-taken',
  'before-guarded-commit',
  'after-guarded-commit',
  'before-confirm',
  'after-confirm',
  'before-mark',
  'before-acknowledge',
  'before-provider-call',
  'after-provider-call',
  'deadline-due',
];

/** Those at which the embedded broker holds something that nobody else does. */
const withMessagesInMemory: readonly CrashPoint[] = [
  'after-views',
  'sweep-taken',
  'before-confirm',
  'after-confirm',
  'before-acknowledge',
  'after-provider-call',
];

/** Dying again and again takes its time: no order is given up meanwhile. */
const environment = {
  RESERVE_DEADLINE_SECONDS: '600',
  AUTHORIZE_DEADLINE_SECONDS: '600',
  CAPTURE_DEADLINE_SECONDS: '600',
  CUSTOMER_ACTION_DEADLINE_SECONDS: '1',
};

/** Nobody answers the provider's question: the deadline has something to do. */
const tokenNear = (point: CrashPoint): string => (point === 'deadline-due' ? 'tok_requires_action' : 'tok_success');

const initialStock = 100;

it('dies at every crash point there is', () => {
  expect([...whenNew, ...whileTrading].sort()).toEqual([...crashPoints].sort());
});

describe.each(testBrokers())('a process that dies at a crash point, on $kind', ({ kind, url }: TestBroker) => {
  const trading = kind === 'embedded' ? withMessagesInMemory : whileTrading;
  const purchases: Purchase[] = [];
  let home: TestPlace;
  let last: SpawnedPlatform;
  let operator: GraphClient;
  let shopper: GraphClient;
  let productId: string;

  beforeAll(async () => {
    home = await prepareTestPlace({ amqpUrl: url, environment });
  }, 30_000);
  afterAll(() => home.remove(last), 60_000);

  async function diesAt(point: CrashPoint): Promise<void> {
    const life = await beginLife(home, point);
    if (life.platform && trading.includes(point)) {
      const purchase = plan(point, productId, tokenNear(point));
      purchases.push(await place(shopper, purchase).catch(() => purchase)); // it may die before it answers
    }
    expect(await life.ended).toBe('SIGKILL');
    expect(life.printed()).toContain(`crash point ${point}, passage 1`);
  }

  if (kind === 'rabbitmq') it.each(whenNew)('dies at %s', diesAt, 60_000);

  it('opens for business', async () => {
    last = await home.spawn();
    operator = await signInOperator(last.graphqlUrl);
    shopper = await registerShopper(last.graphqlUrl);
    productId = await createProduct(operator, initialStock);
    await eventually(async () => expect(await canBeOrdered(shopper, productId)).toBe(true));
    await last.kill();
  }, 60_000);

  it.each(trading)('dies at %s', diesAt, 60_000);

  it('ends every order, with one effect on stock and money', async () => {
    last = await home.spawn();
    await sweepNow(last.namespace);
    const placed = await Promise.all(purchases.map((purchase) => place(shopper, purchase)));
    const expected = placed.map(({ near }) => ({ near, ...(near === 'deadline-due' ? cancelled : confirmed) }));
    await eventually(
      async () => expect(await Promise.all(placed.map((each) => outcomeOf(last, shopper, each)))).toEqual(expected),
      { timeoutMs: 60_000 },
    );
    const sold = expected.filter(({ status }) => status === 'CONFIRMED').length;
    await eventually(async () =>
      expect(await readStock(operator, productId)).toMatchObject({ available: initialStock - sold, reserved: 0, sold }),
    );
  }, 120_000);

  it('contradicts itself nowhere, and has no dead letter', async () => {
    const platform = { mongodbUri: testMongo().uri, namespace: last.namespace, amqpUrl: url };
    await eventually(async () => expect(await reconcile(platform)).toMatchObject({ differences: [] }));
  }, 60_000);
});
