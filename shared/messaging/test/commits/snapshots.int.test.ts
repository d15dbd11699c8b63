import { eventually, testMongo, uniqueNamespace } from '@ordergraph/testing';
import type { Commit } from '../../src/commits/commit.js';
import type { Snapshot } from '../../src/commits/snapshot.js';
import { causedBy, Counted, counter, openLog, type TestLog, versionsOf } from './counter.js';

const namespace = uniqueNamespace();
let replica: TestLog;
const opened: TestLog[] = [];

beforeEach(async () => (replica = await open()));
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
afterAll(() => namespace.cleanup());

async function open(): Promise<TestLog> {
  const log = await openLog(testMongo().uri, `${namespace.name}_snapshots`);
  opened.push(log);
  return log;
}

/** Inserts versions of a stream, as many commits would have; each counts one up. */
async function fill(id: string, from: number, to: number): Promise<void> {
  const commits = Array.from({ length: to - from + 1 }, (_, index): Commit => {
    const version = from + index;
    return {
      _id: { stream: `counter-${id}`, version },
      messages: [Counted({ by: 1 })],
      ...causedBy(`cause-${version}`),
      at: new Date(),
      armed: 1,
    };
  });
  await replica.store.collection.insertMany(commits);
}

const snapshots = () => replica.database.collection<Snapshot<number>>('snapshots');
const snapshotOf = (id: string, evolveVersion = 1) =>
  snapshots().findOne({ _id: { stream: `counter-${id}`, evolveVersion } });

/** Loads until a snapshot of that version is there. */
async function leaveSnapshot(id: string, version: number): Promise<void> {
  await replica.log.load(counter, id);
  await replica.snapshots.idle();
  expect(await snapshotOf(id)).toMatchObject({ version, state: version });
}

/** What only a snapshot can tell from now on. */
const loseCommitsBelow = (id: string, version: number) =>
  replica.store.collection.deleteMany({
    _id: { $gte: { stream: `counter-${id}`, version: 0 }, $lt: { stream: `counter-${id}`, version } },
  });

const countOnce = (log: TestLog, id: string, cause: string) =>
  log.log.execute(counter, id, { ...causedBy(cause), decide: () => [Counted({ by: 1 })] });

describe('a stream of more than 200 versions', () => {
  it('is read from its newest snapshot on', async () => {
    await fill('long', 1, 210);
    await leaveSnapshot('long', 210);
    await fill('long', 211, 215);
    await loseCommitsBelow('long', 210);
    const { state, version, commits } = await replica.log.load(counter, 'long');
    expect([state, version, versionsOf(commits)]).toEqual([215, 215, [210, 211, 212, 213, 214, 215]]);
    const restarted = await open();
    expect(await restarted.log.load(counter, 'long')).toMatchObject({ state: 215, snapshot: 210 });
  });

  it('gets the next snapshot 200 versions later, and none before', async () => {
    await fill('growing', 1, 200);
    await leaveSnapshot('growing', 200);
    await fill('growing', 201, 399);
    await leaveSnapshot('growing', 200);
    await fill('growing', 400, 400);
    await leaveSnapshot('growing', 400);
  });

  it('goes on by commits, which know every cause from before the snapshot too', async () => {
    await fill('caused', 1, 250);
    await leaveSnapshot('caused', 250);
    expect(await countOnce(replica, 'caused', 'cause-3')).toMatchObject({
      outcome: 'repeated',
      commit: { _id: { version: 3 } },
    });
    expect(await countOnce(replica, 'caused', 'new')).toMatchObject({ outcome: 'committed', version: 251, state: 251 });
  });

  it('is decided upon in a guarded transaction in the same way', async () => {
    await fill('guarded', 1, 199);
    const count = (cause: string) =>
      replica.log.executeGuarded(counter, 'guarded', {
        ...causedBy(cause),
        guards: [],
        decide: () => ({ messages: [Counted({ by: 1 })], changes: [] }),
      });
    expect(await count('the 200th')).toMatchObject({ outcome: 'committed', version: 200 });
    await eventually(async () => expect(await snapshotOf('guarded')).toMatchObject({ version: 200, state: 200 }));
    expect(await count('cause-7')).toMatchObject({ outcome: 'repeated', commit: { _id: { version: 7 } } });
    await loseCommitsBelow('guarded', 200);
    const counted = await Promise.all([count('a'), count('b'), count('a')]);
    expect(counted.map(({ outcome }) => outcome)).toEqual(['committed', 'committed', 'repeated']);
    expect(await replica.log.load(counter, 'guarded')).toMatchObject({ state: 202, snapshot: 200 });
  });

  it('shows its whole past, whatever snapshots there are', async () => {
    await fill('past', 1, 230);
    await leaveSnapshot('past', 230);
    const { commits, state } = await replica.log.history(counter, 'past');
    expect([commits.length, state]).toEqual([230, 230]);
    expect(replica.log.fold(counter, 'past', commits.slice(0, 17))).toEqual({ state: 17, version: 17 });
  });
});

describe('a snapshot', () => {
  it('is discardable', async () => {
    await fill('discarded', 1, 205);
    await leaveSnapshot('discarded', 205);
    await snapshots().deleteMany({});
    expect((await replica.log.load(counter, 'discarded')).state).toBe(205);
  });

  it('of another version of evolve is not read, and both releases keep theirs', async () => {
    await fill('evolved', 1, 205);
    await leaveSnapshot('evolved', 205);
    const doubling = {
      ...counter,
      evolveVersion: 2,
      evolve: (count: number, message: { data: unknown }) => count + 2 * (message.data as { by: number }).by,
    };
    expect((await replica.log.load(doubling, 'evolved')).state).toBe(410);
    await replica.snapshots.idle();
    expect([(await snapshotOf('evolved'))?.state, (await snapshotOf('evolved', 2))?.state]).toEqual([205, 410]);
    await replica.log.load({ ...doubling, evolveVersion: 3 }, 'evolved');
    await replica.snapshots.idle();
    expect([await snapshotOf('evolved'), (await snapshotOf('evolved', 2))?.state]).toEqual([null, 410]);
  });

  it('of a stream that is another one by now is not read', async () => {
    await fill('restored', 1, 205);
    await leaveSnapshot('restored', 205);
    await replica.store.collection.deleteMany({ '_id.stream': 'counter-restored' });
    await fill('restored', 1, 201);
    expect(await replica.log.load(counter, 'restored')).toMatchObject({ state: 201, version: 201 });
    await replica.store.collection.updateOne({ _id: { stream: 'counter-restored', version: 201 } }, [
      { $set: { cause: 'another' } },
    ]);
    await replica.snapshots.idle();
    expect(await replica.log.load(counter, 'restored')).not.toHaveProperty('snapshot');
  });

  it('is not taken of a state that holds a secret', async () => {
    const secretive = { ...counter, secretsSpent: (count: number) => count > 202 };
    await fill('secret', 1, 202);
    await replica.log.load(secretive, 'secret');
    await replica.snapshots.idle();
    expect(await snapshotOf('secret')).toBeNull();
    await fill('secret', 203, 203);
    await replica.log.load(secretive, 'secret');
    await replica.snapshots.idle();
    expect(await snapshotOf('secret')).toMatchObject({ version: 203 });
  });
});
