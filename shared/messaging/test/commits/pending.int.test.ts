import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import { type Commit, commitId } from '../../src/commits/commit.js';
import { openLog, type TestLog } from './counter.js';

const namespace = uniqueNamespace();
const past = new Date(0);
let replica: TestLog;
let other: TestLog;

beforeAll(async () => {
  const open = () => openLog(testMongo().uri, `${namespace.name}_pending`);
  [replica, other] = [await open(), await open()];
});
afterAll(async () => {
  await Promise.all([replica.close(), other.close()]);
  await namespace.cleanup();
});

/** A commit that waits to be published. */
const append = (stream: string): Promise<Commit> =>
  replica.store.append({
    _id: commitId(stream, 1),
    messages: [],
    cause: 'cause',
    context: { correlationId: 'correlation' },
    at: past,
    armed: 1,
    pending: 1,
    nextTryAt: past,
  });

const pendingOf = async (stream: string): Promise<number | undefined> => (await replica.store.read(stream))[0]?.pending;

describe('a commit that waits to be published', () => {
  it('waits no longer when its publication is marked', async () => {
    await replica.store.markPublished(await append('marked-1'), false);
    expect(await pendingOf('marked-1')).toBeUndefined();
  });

  it('stays pending when it was armed again while an earlier publication ended', async () => {
    const first = await append('armed-1');
    const again = await replica.store.arm(first._id, past);
    expect(again?.pending).toBe(2);
    await replica.store.markPublished(first, false);
    expect(await pendingOf('armed-1')).toBe(2);
    await replica.store.markPublished(again ?? first, false);
    expect(await pendingOf('armed-1')).toBeUndefined();
  });

  it('is taken by one of several who sweep at once', async () => {
    const streams = Array.from({ length: 20 }, (_, index) => `swept-${index}`);
    await Promise.all(streams.map(append));
    const now = new Date();
    const taken = await Promise.all([replica, other].map(({ store }) => store.takeOverdue(now, 100)));
    expect(
      taken
        .flat()
        .map(({ _id }) => _id.stream)
        .sort(),
    ).toEqual(streams.toSorted());
  });
});
