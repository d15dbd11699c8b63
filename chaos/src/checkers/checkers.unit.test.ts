import type { Aftermath, DeadLetter, ProviderBooks, StoredOrder, StoredStock } from '../history/aftermath.js';
import { newAttempt, type OrderAttempt } from '../history/attempts.js';
import { emptyHistory, type History } from '../history/history.js';
import type { Seen } from '../history/watches.js';
import type { Harm, RunRecord } from './checker.js';
import { checkers } from './index.js';

type Writable<Record> = { -readonly [Key in keyof Record]: Record[Key] };

/** A run whose every part may be damaged by a test. */
interface Sound {
  history: History;
  aftermath: Omit<Writable<Aftermath>, 'orders' | 'stock'> & {
    orders: Writable<StoredOrder>[];
    stock: Writable<StoredStock>[];
  };
  shown: Map<string, { version: number; status: string }>;
  books: Map<string, Writable<ProviderBooks>>;
  deadLetters: DeadLetter[];
}

const paid: ProviderBooks = { captured: 2_000, refunded: 0, held: 0, authorizations: 1, charges: 1 };
const givenBack: ProviderBooks = { ...paid, refunded: 2_000 };

const order = (id: string, status: string): StoredOrder => ({
  id,
  version: 3,
  status,
  cancellationReason: undefined,
  customerId: 'ada',
  total: 2_000,
  key: `key of ${id}`,
  lines: [{ productId: 'mug', quantity: 2 }],
});

const attempt = (id: string): OrderAttempt => ({
  ...newAttempt(`key of ${id}`, 0),
  outcome: 'accepted',
  tries: 1,
  customerId: 'ada',
  productId: 'mug',
  quantity: 2,
  paymentToken: 'tok_success',
  orderIds: [id],
});

const seen = (orderId: string, version: number): Seen => ({
  orderId,
  version,
  status: 'PENDING',
  final: version === 3,
  shown: `steps at ${version}`,
  connection: 1,
});

/** Two orders, one of them cancelled by its customer; each watched alone, and both by their customer. */
function soundRun(): Sound {
  const orders = [order('kept', 'CONFIRMED'), order('cancelled', 'CANCELLED')];
  const versions = [1, 2, 3];
  const watch = { customerId: 'ada', connections: 1, olderOrders: [] };
  const history: History = {
    ...emptyHistory(),
    orders: orders.map(({ id }) => attempt(id)),
    cancellations: [{ ...newAttempt('cancelled', 0), outcome: 'accepted' }],
    reusedKeys: [{ ...newAttempt('key of kept', 0), outcome: 'refused', orderId: 'kept' }],
    restocks: [
      { ...newAttempt('r1', 0), outcome: 'accepted', productId: 'mug', quantity: 5 },
      { ...newAttempt('r2', 0), outcome: 'unknown', productId: 'mug', quantity: 3 },
    ],
    watches: [
      {
        ...watch,
        watcher: 'w1',
        orderId: 'kept',
        after: 1,
        seen: versions.slice(1).map((version) => seen('kept', version)),
      },
      {
        ...watch,
        watcher: 'w2',
        orderId: undefined,
        after: undefined,
        seen: versions.flatMap((version) => [seen('kept', version), seen('cancelled', version)]),
      },
    ],
    deaths: [{ replica: 'orders-1', how: 'SIGKILL', by: 'nemesis', at: 5_000, whileStarting: false }],
    rebuilds: [{ service: 'orders', view: 'orderViews' }],
    listReads: [{ orderId: 'kept', isListed: true }],
    passers: [{ id: 'eve', words: ['eve@example.com'] }],
    poison: [
      { id: 'p1', taken: true },
      { id: 'p2', taken: false },
    ],
  };
  const shown = new Map(orders.map(({ id, version, status }) => [id, { version, status }]));
  const books = new Map([
    ['kept', { ...paid }],
    ['cancelled', { ...givenBack }],
  ]);
  const deadLetters = [{ id: 'p1', type: 'x.y.v1', error: 'MESSAGE_INVALID' }];
  const stock = [{ productId: 'mug', initial: 100, adjustments: 5, available: 103, reserved: 0, sold: 2 }];
  const reconciled = { checked: [{ invariant: 'streams', count: 2 }], differences: [], sagas: [] };
  const nothingLeft = { unpublished: 0, rebuilding: [], remembered: [], traces: [] };
  const aftermath = { orders, shown, books, stock, deadLetters, reconciled, ...nothingLeft };
  return { history, aftermath, shown, books, deadLetters };
}

const checkerNamed = (name: string) => checkers.find((checker) => checker.name === name)!;

it.each(checkers)('$name: has nothing against a sound run, and looks at something', ({ check }) => {
  const { count, violations } = check(soundRun());
  expect(violations).toEqual([]);
  expect(count).toBeGreaterThan(0);
});

type Planted = readonly [checker: string, harm: Harm, id: string, damage: string, plant: (run: Sound) => unknown];

const planted: readonly Planted[] = [
  ['accepted orders end', 'lost', 'kept', 'its stream is gone', (run) => run.aftermath.orders.shift()],
  ['accepted orders end', 'lost', 'kept', 'it stays open', (run) => (run.aftermath.orders[0]!.status = 'PENDING')],
  ['accepted orders end', 'lost', 'kept', 'its customer is shown nothing', (run) => run.shown.delete('kept')],
  [
    'accepted orders end',
    'unexpected',
    'kept',
    'a stale version is shown',
    (run) => run.shown.set('kept', { version: 2, status: 'PENDING' }),
  ],
  [
    'lists show what was placed',
    'lost',
    'kept',
    'a list is read while it is being replaced',
    (run) => run.history.listReads.push({ orderId: 'kept', isListed: false }),
  ],
  [
    'views are rebuilt',
    'lost',
    'orderViews of orders',
    'nobody takes it up again',
    (run) => (run.aftermath.rebuilding = ['orderViews of orders']),
  ],
  [
    'the forgotten stay forgotten',
    'lost',
    'eve',
    'one service never heard of it',
    (run) => (run.aftermath.remembered = ['eve']),
  ],
  [
    'the forgotten stay forgotten',
    'unexpected',
    'eve',
    'a message that came late names them',
    (run) => (run.aftermath.traces = [{ person: 'eve', place: 'orders.customerCopies' }]),
  ],
  ['cancellations hold', 'lost', 'cancelled', 'it is sold', (run) => (run.aftermath.orders[1]!.status = 'CONFIRMED')],
  [
    'one order per key',
    'duplicated',
    'key of kept',
    'a repeat made another order',
    (run) => run.history.orders[0]!.orderIds.push('other'),
  ],
  [
    'one order per key',
    'duplicated',
    'key of kept',
    'two streams hold one key',
    (run) => run.aftermath.orders.push({ ...order('other', 'CANCELLED'), key: 'key of kept' }),
  ],
  [
    'one order per key',
    'unexpected',
    'other',
    'nobody asked for it',
    (run) => run.aftermath.orders.push(order('other', 'CANCELLED')),
  ],
  [
    'one order per key',
    'unexpected',
    'kept',
    'it was refused',
    (run) => Object.assign(run.history.orders[0]!, { outcome: 'refused', orderIds: [] }),
  ],
  [
    'one order per key',
    'unexpected',
    'kept',
    'other pieces were ordered',
    (run) => (run.aftermath.orders[0]!.lines = [{ productId: 'mug', quantity: 3 }]),
  ],
  [
    'one order per key',
    'unexpected',
    'key of kept',
    'the key served twice',
    (run) => (run.history.reusedKeys[0]!.outcome = 'accepted'),
  ],
  ['charged once', 'duplicated', 'kept', 'two charges', (run) => run.books.set('kept', { ...paid, charges: 2 })],
  [
    'charged once',
    'duplicated',
    'kept',
    'two authorizations',
    (run) => run.books.set('kept', { ...paid, authorizations: 2 }),
  ],
  ['charged once', 'lost', 'kept', 'no charge', (run) => run.books.delete('kept')],
  ['charged once', 'duplicated', 'cancelled', 'not given back', (run) => run.books.set('cancelled', paid)],
  ['charged once', 'lost', 'cancelled', 'money held', (run) => (run.books.get('cancelled')!.held = 2_000)],
  [
    'charged once',
    'unexpected',
    'kept',
    'a worthless card',
    (run) => run.history.orders.splice(0, 1, { ...attempt('kept'), paymentToken: 'tok_decline' }),
  ],
  ['stock moves once', 'duplicated', 'mug', 'sold twice', (run) => (run.aftermath.stock[0]!.sold = 4)],
  ['stock moves once', 'lost', 'mug', 'never sold', (run) => (run.aftermath.stock[0]!.sold = 0)],
  ['stock moves once', 'duplicated', 'mug', 'still reserved', (run) => (run.aftermath.stock[0]!.reserved = 2)],
  ['stock moves once', 'unexpected', 'mug', 'a piece vanished', (run) => (run.aftermath.stock[0]!.available = 102)],
  ['stock moves once', 'lost', 'mug', 'a delivery was lost', (run) => (run.aftermath.stock[0]!.adjustments = 0)],
  ['stock moves once', 'duplicated', 'mug', 'came twice', (run) => (run.aftermath.stock[0]!.adjustments = 10)],
  ['watchers miss nothing', 'lost', 'w1 of kept', 'a gap', (run) => run.history.watches[0]!.seen.shift()],
  ['watchers miss nothing', 'lost', 'w2 of kept', 'the end', (run) => run.history.watches[1]!.seen.splice(4, 1)],
  [
    'watchers miss nothing',
    'duplicated',
    'w1 of kept',
    'a repeat after reconnecting',
    (run) => run.history.watches[0]!.seen.push({ ...seen('kept', 3), connection: 2 }),
  ],
  ['watchers miss nothing', 'duplicated', 'w1 of kept', 'disorder', (run) => run.history.watches[0]!.seen.reverse()],
  [
    'watchers agree',
    'unexpected',
    'kept v2',
    'another content',
    (run) => run.history.watches[0]!.seen.splice(0, 1, { ...seen('kept', 2), shown: 'other steps' }),
  ],
  [
    'everything adds up',
    'unexpected',
    'kept',
    'a difference',
    (run) =>
      (run.aftermath.reconciled = {
        ...run.aftermath.reconciled,
        differences: [{ invariant: 'money', id: 'kept', message: 'x' }],
      }),
  ],
  ['only poison is a dead letter', 'lost', 'p1', 'poison vanished', (run) => run.deadLetters.pop()],
  [
    'only poison is a dead letter',
    'unexpected',
    'm1',
    'a healthy message died',
    (run) => run.deadLetters.push({ id: 'm1', type: 'a.b.v1', error: 'X' }),
  ],
  ['only poison is a dead letter', 'lost', 'outbox', 'unpublished', (run) => (run.aftermath.unpublished = 1)],
  [
    'nothing falls over',
    'unexpected',
    'users-2',
    'a crash',
    (run) =>
      run.history.deaths.push({ replica: 'users-2', how: 'exit code 1', by: 'itself', at: 0, whileStarting: false }),
  ],
];

it.each(planted)('%s: finds what is %s (%s: %s)', (...[name, harm, id, , plant]) => {
  const run = soundRun();
  plant(run);
  const { violations } = checkerNamed(name).check(run satisfies RunRecord);
  expect(violations).toContainEqual(expect.objectContaining({ harm, id }));
});

it('plants something against every checker', () => {
  expect(new Set(planted.map(([name]) => name))).toEqual(new Set(checkers.map(({ name }) => name)));
});
