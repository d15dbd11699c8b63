import { eventually, type TestBroker, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import type { Broker, Envelope } from '../../src/broker/port.js';
import { type Commit, commitId } from '../../src/commits/commit.js';
import { deadLetters } from '../consuming/greetings.js';
import { openMessaging, type Shop } from '../messaging/mini-shop.js';
import { boil, cup, kettleOf, kitchen, RefillWanted, type Release, releases, tearoom } from './kettle.js';

/** Only the long rung is short: what waits on another does not come back in time. */
const longRungOnly = { 5_000: 60_000, 60_000: 60_001, 600_000: 200 } as const;

describe.each(testBrokers())('a rolling restart with mixed message versions on $kind', (testBroker: TestBroker) => {
  let namespace: ReturnType<typeof uniqueNamespace>;
  let broker: Broker;
  const open: Shop[] = [];

  beforeEach(async () => {
    namespace = uniqueNamespace();
    broker = namespace.openBroker(testBroker, { retryDelays: longRungOnly });
    await eventually(() => expect(broker.connected).toBe(true));
  });
  afterEach(async () => {
    for (const shop of open.splice(0).reverse()) await shop.stop();
    await broker.close(2_000);
    await namespace.cleanup();
  });

  async function start(service: 'kitchen' | 'tearoom', release: Release): Promise<Shop> {
    const shop = await openMessaging({ service, uri: testMongo().uri, namespace: namespace.name, broker });
    open.push(shop);
    await shop.messaging.start((service === 'kitchen' ? kitchen : tearoom)(shop.messaging, release));
    await shop.messaging.consuming();
    return shop;
  }

  const commitsOf = ({ connection }: Shop, prefix: string) =>
    connection.collection<Commit>('commits').find({ '_id.stream': new RegExp(`^${prefix}`) } as object);
  const typesIn = async (shop: Shop): Promise<string[]> => {
    const commits = await commitsOf(shop, 'kettle').toArray();
    return [...new Set(commits.flatMap(({ messages }) => messages.map(({ type }) => type)))].sort();
  };
  const poured = async (shop: Shop, kettle: string) =>
    (await shop.messaging.log.load(cup, `kettle-${kettle}`)).state.toSorted();
  const refill = (kettle: string, envelope: Partial<Envelope> = {}) => ({
    routingKey: RefillWanted.routingKey,
    content: Buffer.from(JSON.stringify({ data: { kettle, celsius: 90 }, state: {} })),
    envelope: {
      id: `refill-${kettle}`,
      type: RefillWanted.type,
      source: 'tearoom',
      subject: `tearoom-${kettle}`,
      time: new Date().toISOString(),
      version: 1,
      correlationId: kettle,
      ...envelope,
    },
  });

  it.each([
    ['before', 'readers', ['kitchen.kettle-boiled.v1']],
    ['readers', 'writers', ['kitchen.kettle-boiled.v1', 'kitchen.kettle-boiled.v2']],
  ] as const)(
    '%s beside %s: each reads what the other writes, in streams, views and messages',
    async (old, next, types) => {
      const [oldRelease, nextRelease]: Release[] = [releases[old], releases[next]];
      const kitchens = [await start('kitchen', oldRelease!), await start('kitchen', nextRelease!)] as const;
      const tearooms = [await start('tearoom', oldRelease!), await start('tearoom', nextRelease!)] as const;
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      const temperatures = [90, 91, 92, 93, 94, 95];
      for (const celsius of temperatures) {
        const [which, release] = celsius % 2 ? [kitchens[0], oldRelease!] : [kitchens[1], nextRelease!];
        await Promise.all(names.map((name) => boil(which.messaging, release, name, celsius)));
      }
      await eventually(async () => {
        for (const name of names) expect(await poured(tearooms[0], name)).toEqual(temperatures);
      });
      for (const [shop, release] of [
        [kitchens[0], oldRelease!],
        [kitchens[1], nextRelease!],
      ] as const) {
        expect(await shop.messaging.log.load(kettleOf(release), 'a')).toMatchObject({ state: 95, version: 6 });
      }
      for (const { connection } of [kitchens[0], tearooms[0]]) {
        const rows = connection.collection('kettles').find({}, { sort: { _id: 1 } });
        await eventually(async () =>
          expect(await rows.clone().toArray()).toEqual(
            names.map((name) => ({ _id: `kettle-${name}`, version: 6, celsius: 95 })),
          ),
        );
      }
      expect(await typesIn(kitchens[0])).toEqual(types);
      expect(await deadLetters(broker)).toEqual({});
    },
  );

  it('a version that comes too early waits on the long rung, costs others nothing, and is handled once', async () => {
    const kitchens = [await start('kitchen', releases.before), await start('kitchen', releases.writers)] as const;
    const old = await start('tearoom', releases.before);
    await boil(kitchens[1].messaging, releases.writers, 'early', 99);
    await boil(kitchens[0].messaging, releases.before, 'healthy', 98);
    await eventually(async () => expect(await poured(old, 'healthy')).toEqual([98]));
    expect(await poured(old, 'early')).toEqual([]);
    // An embedded broker has one process, and that is of one release; elsewhere both stay, and either may be handed it.
    if (testBroker.kind === 'embedded') await open.pop()?.stop();
    const next = await start('tearoom', releases.readers);
    await eventually(async () => expect(await poured(next, 'early')).toEqual([99]));
    expect(await deadLetters(broker)).toEqual({});
  });

  it('a stream with a version from the future does not load, nothing is half done, and its message waits', async () => {
    const newer = await openMessaging({ service: 'kitchen', uri: testMongo().uri, namespace: namespace.name, broker });
    open.push(newer);
    await newer.messaging.start({ streams: [], facts: [releases.writers.boiled] });
    const old = await start('kitchen', releases.before);
    await boil(newer.messaging, releases.writers, 'future', 99);
    await expect(old.messaging.log.load(kettleOf(releases.before), 'future')).rejects.toMatchObject({
      code: 'STREAM_UNREADABLE',
      disposition: 'await-release',
    });
    await broker.publish('tearoom.events', refill('future'));
    await broker.publish('tearoom.events', refill('healthy'));
    await eventually(async () => expect(await commitsOf(old, 'kettle-healthy').toArray()).toHaveLength(1));
    expect(await commitsOf(old, 'kettle-future').toArray()).toMatchObject([{ _id: commitId('kettle-future', 1) }]);
    if (testBroker.kind === 'embedded') await open.pop()?.stop();
    const next = await start('kitchen', releases.readers);
    await eventually(async () => expect(await commitsOf(next, 'kettle-future').toArray()).toHaveLength(2));
    expect(await deadLetters(broker)).toEqual({});
  });

  it.each([
    ['tearoom', 'NEWER_VERSION'],
    ['kitchen', 'STREAM_UNREADABLE'],
  ] as const)('what no release came for within a day is a dead letter of the %s (%s)', async (service, errorCode) => {
    const newer = await openMessaging({ service: 'kitchen', uri: testMongo().uri, namespace: namespace.name, broker });
    open.push(newer);
    await newer.messaging.start({ streams: [], facts: [releases.writers.boiled] });
    await boil(newer.messaging, releases.writers, 'late', 99);
    const queue = service === 'kitchen' ? 'kitchen.refills.t1' : 'tearoom.teas.t1';
    await start(service, releases.before);
    const since = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const waited = (id: string, hours: number) => {
      const failure = { queue, attempts: 0, firstFailedAt: since(hours), errorCode, errorMessage: 'waits' };
      const newerType = { type: 'kitchen.kettle-boiled.v2', subject: 'kettle-late' };
      return refill('late', { id, failure, ...(service === 'tearoom' && newerType) });
    };
    await broker.send(queue, waited('23-hours', 23.9));
    await broker.send(queue, waited('a-day', 24));
    await eventually(async () =>
      expect(await deadLetters(broker)).toMatchObject({ 'a-day': { queue, attempts: 0, errorCode } }),
    );
    expect(Object.keys(await deadLetters(broker))).toEqual(['a-day']);
  });
});
