import { eventually, type TestBroker, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import type { Broker } from '../../src/broker/port.js';
import type { Commit } from '../../src/commits/commit.js';
import type { Role } from '../../src/messaging.js';
import { SagaDefinitionUnknown } from '../../src/saga/index.js';
import { deadLetters } from '../consuming/greetings.js';
import { openMessaging, type Shop } from '../messaging/mini-shop.js';
import { SeatHeld, trip } from './trip.js';
import { freeTrip, playAirlineAndBank, publishAnswer, tripsUnder } from './trips.js';

/** Only the long rung is short: what waits on another does not come back in time. */
const longRungOnly = { 5_000: 60_000, 60_000: 60_001, 600_000: 200 } as const;

describe.each(testBrokers())('definitions of a saga in a rolling restart on $kind', (testBroker: TestBroker) => {
  let namespace: ReturnType<typeof uniqueNamespace>;
  let broker: Broker;
  let owners: Awaited<ReturnType<typeof playAirlineAndBank>>;
  const open: Shop[] = [];

  beforeEach(async () => {
    namespace = uniqueNamespace();
    broker = namespace.openBroker(testBroker, { retryDelays: longRungOnly });
    await eventually(() => expect(broker.connected).toBe(true));
    owners = await playAirlineAndBank(broker);
  });
  afterEach(async () => {
    for (const shop of open.splice(0).reverse()) await shop.stop();
    await owners.stop();
    await broker.close(2_000);
    await namespace.cleanup();
  });

  async function start(definitions: Parameters<typeof tripsUnder>[1], roles?: readonly Role[]) {
    const name = namespace.name;
    const { uri } = testMongo();
    const shop = await openMessaging({ service: 'trips', uri, namespace: name, broker, ...(roles && { roles }) });
    open.push(shop);
    const trips = tripsUnder(shop.messaging, definitions);
    await shop.messaging.start(trips.parts);
    await shop.messaging.consuming();
    const stop = async (): Promise<void> => {
      open.splice(open.indexOf(shop), 1);
      await shop.stop();
    };
    return { ...trips, stop, commits: shop.connection.collection<Commit>('commits') };
  }

  type Release = Awaited<ReturnType<typeof start>>;
  const ends = async ({ load }: Release, id: string) => {
    await eventually(async () => expect((await load(id)).state.status).toBe('COMPLETED'), { timeoutMs: 30_000 });
    const { definition, steps } = (await load(id)).state;
    return [definition?.version, ...steps.map(({ name }) => name)];
  };
  const underOne = [1, 'hold-seat', 'charge', 'issue-ticket'];
  const underTwo = [2, 'hold-seat', 'issue-ticket'];

  it('a run begun under version 1 is finished under it by a release whose new runs begin under 2', async () => {
    owners.silent = true;
    const before = await start([trip]);
    await before.begin('old');
    await before.stop();
    owners.silent = false;
    const both = await start([freeTrip, trip]);
    await both.begin('new');
    await publishAnswer(broker, 'old/hold-seat/1', SeatHeld.type);
    expect(await ends(both, 'old')).toEqual(underOne);
    expect(await ends(both, 'new')).toEqual(underTwo);
  });

  it('a process without the definition leaves the run alone: answers wait, deadlines stay, nobody can cancel', async () => {
    owners.silent = true;
    const both = await start([freeTrip, trip]);
    await both.begin('foreign');
    await both.stop();
    const old = await start([trip]);
    await publishAnswer(broker, 'foreign/hold-seat/1', SeatHeld.type);
    await old.commits.updateOne({ '_id.stream': 'trip-foreign' }, { $set: { dueAt: new Date(0) } });
    await expect(old.cancel('foreign')).rejects.toThrow(SagaDefinitionUnknown);
    owners.silent = false;
    await old.begin('own');
    expect(await ends(old, 'own')).toEqual(underOne);
    expect(await old.commits.find({ '_id.stream': 'trip-foreign' } as object).toArray()).toMatchObject([
      { dueAt: new Date(0), armed: 1 },
    ]);
    await old.stop();
    const next = await start([freeTrip, trip]);
    expect(await ends(next, 'foreign')).toEqual(underTwo);
    expect(await deadLetters(broker)).toEqual({});
  });

  it('a release may know a version before its runs begin under it, and goes on with what the next release began', async () => {
    const readers = await start([trip, freeTrip]);
    const writers = await start([freeTrip, trip]);
    const ids = Array.from({ length: 10 }, (_, index) => String(index));
    await Promise.all(ids.flatMap((id) => [readers.begin(`read-${id}`), writers.begin(`written-${id}`)]));
    for (const id of ids) {
      expect(await ends(readers, `read-${id}`)).toEqual(underOne);
      expect(await ends(readers, `written-${id}`)).toEqual(underTwo);
    }
    expect(await deadLetters(broker)).toEqual({});
  });
});
