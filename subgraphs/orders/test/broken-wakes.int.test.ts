import { EventEmitter } from 'node:events';
import { ReserveStock, StockReserved } from '@ordergraph/events';
import { eventually, type GraphqlWatch, killChangeStreams } from '@ordergraph/testing';
import mongoose from 'mongoose';
import { happily, silentAbout } from './answers.js';
import { orderWith, placed, type ProgressShown } from './operations.js';
import { anyBroker, openWorld, operator, robin, type World } from './world.js';

jest.setTimeout(60_000);

type Field = 'orderProgress' | 'myOrderProgress' | 'orderFeed';
type Watch = GraphqlWatch<Readonly<Record<Field, ProgressShown & { readonly order: { readonly id: string } }>>>;

let world: World;
const shown = 'version final order { id }';
const versionsOf = (watch: Watch, field: Field, id: string): readonly number[] =>
  watch.payloads.flatMap(({ data }) => (data?.[field].order.id === id ? [data[field].version] : []));
const watchOne = (id: string): Promise<Watch> =>
  world.as(robin).watch(`subscription ($id: ID!) { orderProgress(orderId: $id) { ${shown} } }`, { id });
const watchMine = (): Promise<Watch> => world.as(robin).watch(`subscription { myOrderProgress { ${shown} } }`);
const whole = [1, 2, 3, 4, 5];

/** Places an order that waits for its stock, and watches it and all of its customer's until both watchers have shown it. */
async function watched(): Promise<{ id: string; one: Watch; mine: Watch }> {
  world.answers = silentAbout(ReserveStock.type);
  const id = await placed(world.as(robin));
  const [one, mine] = await Promise.all([watchOne(id), watchMine()]);
  await eventually(() => expect(versionsOf(one, 'orderProgress', id)).toEqual([1]));
  await eventually(() => expect(versionsOf(mine, 'myOrderProgress', id)).toEqual([1]));
  return { id, one, mine };
}

async function fulfil(ids: readonly string[]): Promise<void> {
  world.answers = happily;
  for (const orderId of ids) await world.tell(StockReserved({ orderId }));
  for (const orderId of ids) await orderWith(world.as(robin), orderId, 'CONFIRMED');
}

describe('watching while the server kills the change stream again and again', () => {
  beforeAll(async () => {
    world = await openWorld(anyBroker());
  }, 60_000);
  afterAll(async () => world.close());

  it.each([1, 2, 3])('shows each watcher every version once and in order, round %i', async () => {
    const { id, one, mine } = await watched();
    const all: Watch = await world.as(operator).watch(`subscription { orderFeed { ${shown} } }`);
    const known = await placedUntilShown(all);
    expect(await killChangeStreams(`${world.namespace}_orders`, 'commits')).toBe(1);
    const fresh = await placed(world.as(robin));
    await fulfil([...known, id, fresh]);

    await eventually(() => expect(versionsOf(one, 'orderProgress', id)).toEqual(whole));
    await eventually(() => expect(versionsOf(mine, 'myOrderProgress', id)).toEqual(whole));
    await eventually(() => expect(versionsOf(mine, 'myOrderProgress', fresh)).toEqual(whole));
    await eventually(() => expect(versionsOf(all, 'orderFeed', id)).toEqual(whole.slice(1)));
    await eventually(() => expect(versionsOf(all, 'orderFeed', fresh)).toEqual(whole));
    await Promise.all([one, mine, all].map((watch) => watch.stop()));
  });

  /** Places orders until the feed, which begins at some moment, shows one: from then on it shows everything. */
  async function placedUntilShown(feed: Watch): Promise<readonly string[]> {
    const ids: string[] = [];
    await eventually(async () => {
      ids.push(await placed(world.as(robin)));
      expect(ids.some((id) => versionsOf(feed, 'orderFeed', id).length > 0)).toBe(true);
    });
    return ids;
  }
});

describe('watching while the change stream tells nothing', () => {
  beforeAll(async () => {
    const silent = Object.assign(new EventEmitter(), { close: () => Promise.resolve() });
    jest.spyOn(mongoose.mongo.Collection.prototype, 'watch').mockReturnValue(silent as never);
    world = await openWorld(anyBroker());
  }, 60_000);
  afterAll(async () => {
    jest.restoreAllMocks();
    await world.close();
  });

  it('shows customers every version once and in order all the same, of orders placed meanwhile too', async () => {
    const { id, one, mine } = await watched();
    const fresh = await placed(world.as(robin));
    await fulfil([id, fresh]);
    const patience = { timeoutMs: 20_000 }; // everything watched is looked at every 5 s
    await eventually(() => expect(versionsOf(one, 'orderProgress', id)).toEqual(whole), patience);
    await eventually(() => expect(versionsOf(mine, 'myOrderProgress', id)).toEqual(whole), patience);
    await eventually(() => expect(versionsOf(mine, 'myOrderProgress', fresh)).toEqual(whole), patience);
    await Promise.all([one, mine].map((watch) => watch.stop()));
  });
});
