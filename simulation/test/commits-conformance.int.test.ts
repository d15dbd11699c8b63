import type { Commit } from '@ordergraph/messaging';
import { CommitConflict } from '@ordergraph/messaging/internals';
import { uniqueNamespace } from '@ordergraph/testing';
import { commitOf, inMemory, inMongo, minutes, type StoreUnderTest } from './stores.js';

const namespace = uniqueNamespace();
afterAll(() => namespace.cleanup());

const ids = (commits: readonly Commit[]): string[] => commits.map(({ _id }) => `${_id.stream}/${_id.version}`);

describe.each([
  ['MongoDB', () => inMongo(`${namespace.name}_commits`)],
  ['memory', inMemory],
])('a store of commits in %s', (_name, open) => {
  let store: StoreUnderTest;
  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  afterEach(() => store.clear());

  const stored = async (id: Commit['_id']): Promise<Commit | undefined> =>
    (await store.commits.read(id.stream)).find(({ _id }) => _id.version === id.version);
  const append = async (...commits: readonly Commit[]): Promise<void> => {
    for (const commit of commits) await store.commits.append(commit);
  };

  it('gives back what was appended, oldest version first, and nothing of another stream', async () => {
    const commits = [
      commitOf('a', 2),
      commitOf('a', 1, { state: { colour: 'blue' }, inputHash: 'hash' }),
      commitOf('b', 1),
    ];
    await append(...commits);
    expect(await store.commits.read('a')).toEqual([commits[1], commits[0]]);
    expect(await store.commits.read('nothing')).toEqual([]);
  });

  it('refuses a version that is taken, and a cause that is known in the stream, and keeps what it had', async () => {
    await append(commitOf('a', 1, { cause: 'first' }));
    await expect(store.commits.append(commitOf('a', 1, { cause: 'second' }))).rejects.toThrow(CommitConflict);
    await expect(store.commits.append(commitOf('a', 2, { cause: 'first' }))).rejects.toThrow(CommitConflict);
    await append(commitOf('b', 1, { cause: 'first' }));
    expect(ids(await store.commits.read('a'))).toEqual(['a/1']);
  });

  it('lets one of many appends of a version win', async () => {
    const appends = Array.from({ length: 10 }, (_, index) =>
      store.commits.append(commitOf('a', 1, { cause: `c${index}` })),
    );
    const outcomes = await Promise.allSettled(appends);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('tells which commits exist', async () => {
    await append(commitOf('a', 1), commitOf('a', 2));
    const asked = [commitOf('a', 2)._id, commitOf('a', 3)._id, commitOf('b', 1)._id];
    expect(await store.commits.existing(asked)).toEqual([{ stream: 'a', version: 2 }]);
  });

  it('marks as published what still is the arming that was published', async () => {
    const commit = commitOf('a', 1, { pending: 1, nextTryAt: minutes(1), dueAt: minutes(9) });
    await append(commit);
    await store.commits.markPublished(commit, false);
    const { pending: _, nextTryAt: __, ...published } = commit;
    expect(await stored(commit._id)).toEqual(published);
  });

  it('leaves pending what was armed again meanwhile', async () => {
    const commit = commitOf('a', 1, { pending: 1, nextTryAt: minutes(1) });
    await append(commit);
    const armed = await store.commits.arm(commit._id, minutes(2));
    expect(armed).toEqual({ ...commit, armed: 2, pending: 2, nextTryAt: minutes(2) });
    await store.commits.markPublished(commit, false);
    expect(await stored(commit._id)).toEqual(armed);
    expect(await store.commits.arm(commitOf('a', 2)._id, minutes(2))).toBeUndefined();
  });

  it('takes the wake from a superseded commit with its mark', async () => {
    const commit = commitOf('a', 1, { pending: 1, nextTryAt: minutes(1), dueAt: minutes(9) });
    await append(commit);
    await store.commits.markPublished(commit, true);
    expect(await stored(commit._id)).not.toHaveProperty('dueAt');
  });

  it('hands overdue commits to one taker, and to the next after 10 s, 20 s and at last a minute', async () => {
    await append(
      commitOf('a', 1, { pending: 1, nextTryAt: minutes(1) }),
      commitOf('b', 1, { pending: 1, nextTryAt: minutes(3) }),
      commitOf('c', 1),
    );
    let now = minutes(2);
    const pauses: number[] = [];
    for (let taking = 0; taking < 5; taking += 1) {
      const taken = (await store.commits.takeOverdue(now, 10)).find(({ _id }) => _id.stream === 'a');
      const next = taken?.nextTryAt ?? now;
      expect(ids(await store.commits.takeOverdue(new Date(next.getTime() - 1), 10))).not.toContain('a/1');
      pauses.push((next.getTime() - now.getTime()) / 1_000);
      now = next;
    }
    expect(pauses).toEqual([10, 20, 40, 60, 60]);
  });

  it('takes no more than it is asked for, the longest overdue first', async () => {
    await append(
      commitOf('late', 1, { pending: 1, nextTryAt: minutes(2) }),
      commitOf('later', 1, { pending: 1, nextTryAt: minutes(1) }),
    );
    expect(ids(await store.commits.takeOverdue(minutes(3), 1))).toEqual(['later/1']);
    expect(ids(await store.commits.takeOverdue(minutes(3), 5))).toEqual(['late/1']);
  });

  it('names what is due, the longest due first, until its wake is dropped', async () => {
    await append(
      commitOf('a', 1, { dueAt: minutes(2) }),
      commitOf('b', 1, { dueAt: minutes(1) }),
      commitOf('c', 1, { dueAt: minutes(9) }),
    );
    expect(ids(await store.commits.due(minutes(3), 10))).toEqual(['b/1', 'a/1']);
    expect(ids(await store.commits.due(minutes(3), 1))).toEqual(['b/1']);
    await store.commits.dropWakes([commitOf('b', 1)._id]);
    expect(ids(await store.commits.due(minutes(3), 10))).toEqual(['a/1']);
  });

  it('sets the next wake for one of those who saw the same', async () => {
    const commit = commitOf('a', 1, { dueAt: minutes(1) });
    await append(commit);
    expect(await store.commits.setWake(commit, { dueAt: minutes(5), wakes: 1 })).toBe(true);
    expect(await store.commits.setWake(commit, { dueAt: minutes(6), wakes: 1 })).toBe(false);
    const woken = { ...commit, dueAt: minutes(5), wakes: 1 };
    expect(await stored(commit._id)).toEqual(woken);
    expect(await store.commits.setWake(woken, undefined)).toBe(true);
    expect(await stored(commit._id)).not.toHaveProperty('dueAt');
  });

  it('blanks fields in place, as often as it is asked', async () => {
    const commit = commitOf('a', 1, {
      messages: [
        { type: 'x', data: {} },
        { type: 'y', data: { secret: 's', open: 'o' } },
      ],
    });
    await append(commit);
    for (const _ of [1, 2]) await store.commits.blank([{ id: commit._id, index: 1, fields: ['secret'] }]);
    expect((await stored(commit._id))?.messages[1]).toEqual({ type: 'y', data: { secret: '', open: 'o' } });
    await store.commits.blank([]);
  });
});
