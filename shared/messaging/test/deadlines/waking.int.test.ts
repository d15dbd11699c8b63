import { ContractRegistry, defineFact } from '@ordergraph/events';
import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose, { type Connection } from 'mongoose';
import pino from 'pino';
import { z } from 'zod';
import type { Broker } from '../../src/broker/port.js';
import { type Commit, commitId } from '../../src/commits/commit.js';
import { CommitStore } from '../../src/commits/commit-store.js';
import type { Decider } from '../../src/commits/decider.js';
import type { Lineage } from '../../src/commits/lineage.js';
import { createWriting } from '../../src/writing.js';

const Set = defineFact('timers.timer-set.v1', { summary: 'Set.', data: z.strictObject({}), example: { data: {} } });
const Rang = defineFact('timers.timer-rang.v1', { summary: 'Rang.', data: z.strictObject({}), example: { data: {} } });

/** Rings once, an hour after it was set. */
const timer: Decider<{ readonly due?: Date; readonly rings: number }> = {
  category: 'timer',
  initialState: () => ({ rings: 0 }),
  evolve: ({ rings }, { type }, { at }) =>
    type === Rang.type ? { rings: rings + 1 } : { rings, due: new Date(at.getTime() + 3_600_000) },
  wakeAt: ({ due }) => due,
  onDue: ({ due }, now) => (due && due <= now ? [Rang({})] : []),
};

const broker = { connected: false } as Broker;
const guarded = { execute: () => Promise.reject(new Error('no guards here')) };

describe('deadlines', () => {
  const namespace = uniqueNamespace();
  const connections: Connection[] = [];
  let now = new Date('2026-01-01T09:00:00.000Z');

  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    await namespace.cleanup();
  });

  /** One process: its memory of streams and its connection are its own, the clock is the test's. */
  async function openProcess(lineage: Lineage = { era: undefined }) {
    const connection = await mongoose
      .createConnection(testMongo().uri, { dbName: `${namespace.name}_timers`, writeConcern: { w: 'majority' } })
      .asPromise();
    connections.push(connection);
    const store = new CommitStore(connection.db!);
    await store.createIndexes();
    const writing = createWriting({
      service: 'timers',
      store,
      guarded,
      broker,
      registry: new ContractRegistry([Set, Rang]),
      clock: { now: () => now },
      logger: pino({ level: 'silent' }),
      lineage,
      applyViews: () => Promise.resolve(),
    });
    const set = (id: string) =>
      writing.log.execute(timer, id, { cause: 'test', context: { correlationId: id }, decide: () => [Set({})] });
    const rings = async (id: string) => (await writing.log.load(timer, id)).state.rings;
    return { store, set, rings, waker: writing.wakerOf([timer]) };
  }

  const anHourPasses = (): void => void (now = new Date(now.getTime() + 3_600_001));

  it('are fired by many at once with one effect each', async () => {
    const processes = await Promise.all(Array.from({ length: 8 }, () => openProcess()));
    const ids = Array.from({ length: 25 }, (_, index) => `contended-${index}`);
    for (const id of ids) await processes[0]!.set(id);
    await Promise.all(processes.map(({ waker }) => waker.wakeDue()));
    expect(await Promise.all(ids.map(processes[0]!.rings))).toEqual(ids.map(() => 0));
    anHourPasses();
    await Promise.all(processes.flatMap(({ waker }) => [waker.wakeDue(), waker.wakeDue()]));
    expect(await Promise.all(ids.map(processes[7]!.rings))).toEqual(ids.map(() => 1));
    anHourPasses();
    await Promise.all(processes.map(({ waker }) => waker.wakeDue()));
    expect(await Promise.all(ids.map(processes[3]!.rings))).toEqual(ids.map(() => 1));
  });

  it('that passed while a backup was not yet restored are held back for two minutes, those set since are not', async () => {
    const before = await openProcess();
    await before.set('from-the-backup');
    anHourPasses();
    const { set, rings, waker } = await openProcess({ era: { name: 'restored', began: now } });
    await waker.wakeDue();
    expect(await rings('from-the-backup')).toBe(0);
    await set('since');
    now = new Date(now.getTime() + 120_000);
    await waker.wakeDue();
    expect(await rings('from-the-backup')).toBe(1);
    anHourPasses();
    await waker.wakeDue();
    expect(await rings('since')).toBe(1);
  });

  it('of streams that another release wrote hold up no other, and are left for it', async () => {
    const { store, set, rings, waker } = await openProcess();
    const foreign = Array.from({ length: 450 }, (_, index) => fromTheFuture(`timer-foreign-${index}`, now));
    foreign.push(fromTheFuture('alarm-foreign', now)); // of a category that this release has not
    await store.collection.insertMany(foreign);
    await set('own');
    anHourPasses();
    await waker.wakeDue();
    expect(await rings('own')).toBe(1);
    const left = { '_id.stream': /-foreign/, dueAt: { $exists: true } } as object;
    expect(await store.collection.countDocuments(left)).toBe(451);
    const again = jest.spyOn(store, 'existing');
    await waker.wakeDue();
    expect(again).not.toHaveBeenCalled(); // they are left alone for a while
    await store.collection.deleteMany(left);
  });
});

const fromTheFuture = (stream: string, dueAt: Date): Commit => ({
  _id: commitId(stream, 1),
  messages: [{ type: 'timers.timer-set.v2', data: {} }],
  cause: 'test',
  context: { correlationId: stream },
  at: dueAt,
  dueAt,
  armed: 1,
});
