import fc from 'fast-check';
import { customerId } from '../../test/order-stream.js';
import { type Fate, Shop } from '../../test/shop.js';
import type { ActiveOrders } from './active-orders.js';
import { type CustomerPosition, maximumFollowed } from './followed-orders.js';
import { type CustomerProgress, maximumResumed, watchCustomerOrders } from './watch-customer-orders.js';

beforeEach(() => {
  jest.useFakeTimers({
    now: new Date('2026-01-01T09:00:00.000Z'),
    doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'],
  });
});
afterEach(() => {
  jest.useRealTimers();
});

const idOf = (index: number): string => index.toString(16).padStart(10, '0');
const pass = (seconds: number): void => {
  jest.setSystemTime(Date.now() + seconds * 1_000);
};
/** A resync while the reader that was just made reads what there is to look at. */
const resyncMeanwhile = (shop: Shop): void => {
  pass(0.001);
  shop.resync();
};
const promptly: Fate = { isWoken: true, isRowLate: false, skewMilliseconds: 0 };

/** A place that a reader was given, with what had been shown until then. */
interface Given {
  readonly position: CustomerPosition;
  readonly shown: ReadonlyMap<string, number>;
  /** Orders that were there before the first reader, with their version then: they may be shown from another on. */
  readonly before: ReadonlyMap<string, number>;
}

/** Takes what there is, and complains of a version that is not the one behind the last shown. */
class Reader {
  readonly shown: Map<string, number>;
  readonly given: Given[] = [];
  readonly #shop: Shop;
  readonly #before: ReadonlyMap<string, number>;
  readonly #source: Promise<AsyncIterableIterator<CustomerProgress>>;
  #waiting: CustomerProgress | undefined;
  #asked = false;

  constructor(shop: Shop, from?: Given) {
    this.#shop = shop;
    this.shown = new Map(from?.shown);
    this.#before = from?.before ?? new Map(shop.ids.map((id) => [id, shop.versionOf(id)]));
    this.#source = watchCustomerOrders({ ...shop, orders: shop.orders, customerId, from: from?.position });
    this.#source.catch(() => undefined);
  }

  async take(most = Number.POSITIVE_INFINITY): Promise<void> {
    for (let taken = 0; taken < most; taken++) {
      if (!this.#asked) await this.#ask();
      await new Promise(setImmediate);
      const next = this.#waiting;
      if (!next) return;
      this.#asked = false;
      this.#waiting = undefined;
      this.#show(next);
    }
  }

  async leave(): Promise<void> {
    await (await this.#source).return?.();
  }

  async #ask(): Promise<void> {
    this.#asked = true;
    const source = await this.#source;
    void source.next().then((result) => (this.#waiting = result.done ? undefined : result.value));
  }

  #show({ order: { order }, position }: CustomerProgress): void {
    const before = this.shown.get(order.id);
    const isBegin = before === undefined && this.#before.has(order.id);
    if (!isBegin && order.version !== (before ?? 0) + 1)
      throw new Error(`${order.id}: ${order.version} came after ${before ?? 0}`);
    this.shown.set(order.id, order.version);
    if (position) this.given.push({ position, shown: new Map(this.shown), before: this.#before });
  }

  /** Orders that moved and are not shown as they are now. */
  missed(): readonly string[] {
    return this.#shop.ids.filter((id) => {
      const version = this.#shop.versionOf(id);
      return version !== (this.shown.get(id) ?? this.#before.get(id));
    });
  }
}

const fate = fc.record({
  isWoken: fc.boolean(),
  isRowLate: fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0),
  skewMilliseconds: fc.integer({ min: -8_000, max: 8_000 }),
});
const which = fc.nat({ max: 1_000 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('place' as const), fate }),
  { arbitrary: fc.record({ kind: fc.constant('fulfil' as const), which, fate }), weight: 5 },
  fc.record({ kind: fc.constant('cancel' as const), which, fate }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 60 }) }),
  { arbitrary: fc.record({ kind: fc.constantFrom('resync' as const, 'sweep' as const) }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('take' as const), most: fc.integer({ min: 1, max: 8 }) }), weight: 3 },
  fc.record({ kind: fc.constant('resume' as const), which, isResyncedMeanwhile: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Every cursor stays good for ever: a reader leaves, and goes on from any that was ever given to any. */
async function follow(steps: readonly Step[]): Promise<{ readonly shop: Shop; readonly reader: Reader }> {
  const shop = new Shop();
  let reader = new Reader(shop);
  const given: Given[] = [];
  const resume = async (number: number, isResyncedMeanwhile: boolean): Promise<void> => {
    given.push(...reader.given);
    const from = given[number % given.length];
    await reader.leave();
    // Without one it begins anew.
    reader = new Reader(shop, from);
    if (isResyncedMeanwhile) resyncMeanwhile(shop);
  };
  for (const each of steps) {
    const id = 'which' in each ? (shop.ids[each.which % shop.ids.length] ?? '') : '';
    if (each.kind === 'place') shop.place(idOf(shop.ids.length), each.fate);
    if (each.kind === 'fulfil') shop.fulfil(id, each.fate);
    if (each.kind === 'cancel') shop.cancel(id, each.fate);
    if (each.kind === 'pass') pass(each.seconds);
    if (each.kind === 'resync') shop.resync();
    if (each.kind === 'sweep') shop.sweep();
    if (each.kind === 'take') await reader.take(each.most);
    if (each.kind === 'resume') await resume(each.which, each.isResyncedMeanwhile);
  }
  shop.sweep();
  shop.resync();
  await reader.take();
  return { shop, reader };
}

/** Whether the place of a reader that has looked at everything comes to where the last resync was. */
async function keepsUp(shop: Shop, reader: Reader): Promise<boolean> {
  pass(60);
  shop.resync();
  const resyncedAt = Date.now();
  shop.place(idOf(shop.ids.length), promptly);
  await reader.take();
  return reader.given.at(-1)?.position.since.getTime() === resyncedAt;
}

describe('a watcher of all orders of a customer', () => {
  it('shows every version once and in order, resumed from whichever cursor', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
        const { shop, reader } = await follow(steps);
        expect(reader.missed()).toEqual([]);
        expect(await keepsUp(shop, reader)).toBe(true);
        await reader.leave();
      }),
      { numRuns: 300 },
    );
  });

  it('has cursors that hold only orders that are moving, however many there have been', async () => {
    const shop = new Shop();
    const reader = new Reader(shop);
    const sizes: number[] = [];
    for (let round = 0; round < 200; round++) {
      const id = idOf(round);
      shop.place(id, promptly);
      for (let answer = 0; answer < 4; answer++) shop.fulfil(id, promptly);
      await reader.take();
      pass(10);
      shop.resync();
      sizes.push(reader.given.at(-1)?.position.seen.size ?? 0);
    }
    expect(reader.missed()).toEqual([]);
    expect(Math.max(...sizes)).toBeLessThan(10);
    const old = new Reader(shop, reader.given[0]);
    await old.take();
    expect(old.missed()).toEqual([]);
  });

  it('misses nothing of long ago when a resync of others comes first', async () => {
    const shop = new Shop();
    const first = new Reader(shop);
    shop.place(idOf(0), promptly);
    await first.take();
    await first.leave();
    shop.place(idOf(1), promptly);
    for (let answer = 0; answer < 4; answer++) shop.fulfil(idOf(1), promptly);
    pass(120);
    shop.resync();
    pass(60);
    const second = new Reader(shop, first.given[0]);
    shop.resync();
    await second.take();
    expect(second.missed()).toEqual([]);
  });

  it.each([
    ['had named an order that is under way', 0],
    ['had nothing to name', 4],
  ])('has a place that moves on when a resync came before what it was resumed with, and %s', async (_, answers) => {
    const shop = new Shop();
    const first = new Reader(shop);
    shop.place(idOf(0), promptly);
    for (let answer = 0; answer < answers; answer++) shop.fulfil(idOf(0), promptly);
    await first.take();
    await first.leave();
    pass(60);
    shop.resync();
    pass(60);
    const second = new Reader(shop, first.given.at(-1));
    resyncMeanwhile(shop);
    await second.take();
    expect(await keepsUp(shop, second)).toBe(true);
    expect(second.missed()).toEqual([]);
  });

  it('has no cursor while it follows too many, and shows them all the same', async () => {
    const shop = new Shop();
    const reader = new Reader(shop);
    const ids = Array.from({ length: maximumFollowed + 1 }, (_, index) => idOf(index));
    ids.forEach((id) => shop.place(id, promptly));
    await reader.take();
    expect([reader.shown.size, reader.given.length]).toEqual([maximumFollowed + 1, maximumFollowed]);
    for (const id of ids) for (let answer = 0; answer < 4; answer++) shop.fulfil(id, promptly);
    await reader.take();
    pass(60);
    shop.resync();
    shop.place(idOf(ids.length), promptly);
    await reader.take();
    expect(reader.missed()).toEqual([]);
    expect(reader.given.at(-1)?.position.seen.size).toBe(1);
  });

  it('refuses a place behind which more moved than it catches up with', async () => {
    const asked: (number | undefined)[] = [];
    const activeOrders: ActiveOrders = (_, __, limit) => {
      asked.push(limit);
      return Promise.resolve(
        Array.from({ length: limit ?? 0 }, (___, index) => ({ id: idOf(index), placedAt: new Date(0), restsAt: 5 })),
      );
    };
    const from = { since: new Date(0), seen: new Map() };
    const watch = { ...new Shop(), activeOrders, customerId, from };
    await expect(watchCustomerOrders(watch)).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    expect(asked).toEqual([maximumResumed + 1]);
  });

  it('counts what it saw and what moved once', async () => {
    const moved = Array.from({ length: maximumResumed }, (_, index) => idOf(index));
    const activeOrders: ActiveOrders = () =>
      Promise.resolve(moved.map((id) => ({ id, placedAt: new Date(0), restsAt: undefined })));
    const resumedBehind = (seen: readonly string[]) => {
      const from = { since: new Date(0), seen: new Map(seen.map((id) => [id, 1])) };
      return watchCustomerOrders({ ...new Shop(), activeOrders, customerId, from });
    };
    await expect(resumedBehind(moved.slice(0, maximumFollowed))).resolves.toBeDefined();
    await expect(resumedBehind([idOf(maximumResumed)])).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});
