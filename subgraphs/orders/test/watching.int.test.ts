import { CommitStock, ReserveStock, StockCommitted, StockReserved } from '@ordergraph/events';
import { eventually, type GraphqlWatch } from '@ordergraph/testing';
import { happily, silentAbout } from './answers.js';
import {
  cancelOrder,
  orderWith,
  placed,
  placeOrder,
  type ProgressShown,
  twoMugs,
  type Watched,
  watchOrder,
} from './operations.js';
import { anyBroker, type Client, eve, openWorld, operator, robin, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld(anyBroker());
}, 60_000);
afterAll(async () => world.close());
beforeEach(() => {
  world.answers = happily;
});

const versions = (watch: GraphqlWatch<Watched>) => watch.payloads.map(({ data }) => data?.orderProgress.version);
const cursors = (watch: GraphqlWatch<Watched>) => watch.payloads.map(({ data }) => data?.orderProgress.cursor ?? '');
const resumption = (watch: GraphqlWatch<unknown>) => watch.payloads.at(-1)?.extensions?.['cursor'] as string;
const completed = (watch: GraphqlWatch<unknown>) => eventually(() => expect(watch.end).toEqual({ kind: 'completed' }));

describe('one order', () => {
  it('is shown as it is, then version by version', async () => {
    world.answers = silentAbout(ReserveStock.type);
    const id = await placed(world.as(robin));
    const watch = await watchOrder(world.as(robin), id);
    await eventually(() => expect(versions(watch)).toEqual([1]));
    world.answers = happily;
    await world.tell(StockReserved({ orderId: id }));
    await completed(watch);
    expect(versions(watch)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is resumed exactly after any cursor', async () => {
    const client = world.as(robin);
    const id = await placed(client);
    await orderWith(client, id, 'CONFIRMED');
    await cancelOrder(client, id);
    const { version } = await orderWith(client, id, 'CANCELLED');
    const whole = await watchFromStart(client, id);
    await eventually(() => expect(versions(whole).at(-1)).toBe(version));
    const streamed = whole.payloads.map(({ extensions }) => extensions?.['cursor'] as string);
    for (const given of [cursors(whole), streamed]) {
      for (const [index, cursor] of given.slice(0, version - 2).entries()) {
        const resumed = await watchOrder(client, id, cursor);
        await eventually(() => expect(versions(resumed)).toEqual(versions(whole).slice(index + 1)));
        await resumed.stop();
      }
    }
    await whole.stop();
  });

  it('goes on after a version that was final when it was not the newest', async () => {
    const client = world.as(robin);
    const id = await placed(client);
    await orderWith(client, id, 'CONFIRMED');
    await cancelOrder(client, id);
    const { version } = await orderWith(client, id, 'CANCELLED');
    const watch = await watchFromStart(client, id);
    await completed(watch);
    expect(versions(watch)).toEqual(Array.from({ length: version - 1 }, (_, index) => index + 2));
  });

  it('stays open at a final cursor, and shows the cancellation that follows', async () => {
    const client = world.as(robin);
    const id = await placed(client);
    const { progress } = await orderWith(client, id, 'CONFIRMED');
    const watch = await watchOrder(client, id, progress.cursor);
    await cancelOrder(client, id);
    await completed(watch);
    expect(versions(watch)[0]).toBe(6);
  });

  it('completes at once when it is resumed between its last payload and its end', async () => {
    const client = world.as(robin);
    const id = await placed(client);
    const whole = await watchFromStart(client, id);
    await completed(whole);
    const resumed = await watchOrder(client, id, resumption(whole));
    await completed(resumed);
    expect(versions(resumed)).toEqual([]);
  });

  it('goes on when it is resumed behind a version that was final and no longer is', async () => {
    const client = world.as(robin);
    const id = await placed(client);
    const whole = await watchFromStart(client, id);
    await completed(whole);
    await cancelOrder(client, id);
    const resumed = await watchOrder(client, id, resumption(whole));
    await completed(resumed);
    expect(versions(resumed)).toEqual([6, 7, 8]);
  });

  it('completes after the present state when that is final', async () => {
    const client = world.as(robin);
    const id = await placed(client);
    await orderWith(client, id, 'CONFIRMED');
    const watch = await watchOrder(client, id);
    await completed(watch);
    expect(versions(watch)).toEqual([5]);
  });

  it('refuses cursors that it did not make', async () => {
    const client = world.as(robin);
    const [one, other] = [await placed(client), await placed(client)];
    const { progress } = await orderWith(client, other, 'CONFIRMED');
    for (const cursor of ['', 'nonsense', progress.cursor]) {
      const watch = await watchOrder(client, one, cursor);
      await eventually(() =>
        expect(watch.end).toMatchObject({ kind: 'errors', errors: [{ extensions: { code: 'CURSOR_INVALID' } }] }),
      );
    }
  });

  const watchFromStart = async (client: Client, id: string) => {
    const { data } = await client.request<{ order: { asOf: object } }>(`query ($id: ID!) { order(id: $id) { id } }`, {
      id,
    });
    expect(data?.order).toBeTruthy();
    return watchOrder(client, id, Buffer.from(JSON.stringify(['orderProgress', [id, 1]])).toString('base64url'));
  };
});

interface MyWatched {
  readonly myOrderProgress: ProgressShown & { readonly order: { readonly id: string } };
}
const watchMine = (client: Client, after?: string) =>
  client.watch<MyWatched>(
    'subscription ($after: String) { myOrderProgress(after: $after) { cursor version status final order { id } } }',
    { after },
  );
const seenOf = (watches: readonly GraphqlWatch<MyWatched>[], id: string) =>
  watches
    .flatMap(({ payloads }) => payloads.map(({ data }) => data?.myOrderProgress))
    .filter((each) => each?.order.id === id)
    .map((each) => each?.version);

describe('all own orders', () => {
  it('begins with those that are being fulfilled, shows new ones, and nobody else’s', async () => {
    const client = world.as(robin);
    world.answers = silentAbout(CommitStock.type);
    const open = await placed(client);
    await eventually(async () => expect((await orderWith(client, open, 'PENDING')).version).toBe(4));
    const watch = await watchMine(client);
    await eventually(() => expect(seenOf([watch], open)).toEqual([4]));
    world.answers = happily;
    const [fresh, hers] = [await placed(client), await placed(world.as(eve))];
    await orderWith(world.as(eve), hers, 'CONFIRMED');
    await world.tell(StockCommitted({ orderId: open }));
    await eventually(() => expect(seenOf([watch], open)).toEqual([4, 5]));
    await eventually(() => expect(seenOf([watch], fresh)).toEqual([1, 2, 3, 4, 5]));
    expect(seenOf([watch], hers)).toEqual([]);
    expect(watch.end).toBeUndefined();
    await watch.stop();
  });

  it('is resumed with its cursor: every version once, across both watchers', async () => {
    const client = world.as(robin);
    world.answers = silentAbout(ReserveStock.type);
    const waiting = await placed(client);
    const first = await watchMine(client);
    await eventually(() => expect(seenOf([first], waiting)).toEqual([1]));
    world.answers = happily;
    const before = await placed(client);
    await eventually(() => expect(seenOf([first], before).length).toBeGreaterThan(1));
    const cursor = first.payloads.at(-1)?.extensions?.['cursor'] as string;
    const count = first.payloads.length;
    await first.stop();
    const cut = { ...first, payloads: first.payloads.slice(0, count) };
    const meanwhile = await placed(client);
    await orderWith(client, meanwhile, 'CONFIRMED');
    const second = await watchMine(client, cursor);
    await eventually(() => expect(seenOf([cut, second], meanwhile)).toEqual([1, 2, 3, 4, 5]));
    await eventually(() => expect(seenOf([cut, second], before)).toEqual([1, 2, 3, 4, 5]));
    await cancelOrder(client, meanwhile);
    await eventually(() => expect(seenOf([cut, second], meanwhile).slice(5)).toEqual([6, 7, 8]));
    await second.stop();
  });
});

it('shows everybody’s orders to operators as they happen', async () => {
  const feed = await world
    .as(operator)
    .watch<{ orderFeed: { version: number; order: { id: string } } }>(
      'subscription { orderFeed { version order { id } } }',
    );
  const refused = await world.as(robin).watch('subscription { orderFeed { version } }');
  await eventually(() => expect(refused.end).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] }));
  const seen = new Map<string, number[]>();
  await eventually(async () => {
    await placeOrder(world.as(eve), twoMugs());
    for (const { data } of feed.payloads) {
      if (data)
        seen.set(data.orderFeed.order.id, [...(seen.get(data.orderFeed.order.id) ?? []), data.orderFeed.version]);
    }
    expect(seen.size).toBeGreaterThan(0);
  });
  await feed.stop();
});
