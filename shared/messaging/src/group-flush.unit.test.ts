import { gatherFor, GroupFlush } from './group-flush.js';

/** A flush over batches that it remembers; each ends when the test says so. */
function flushes(options?: ConstructorParameters<typeof GroupFlush>[1]) {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const group = new GroupFlush<number, number>((items) => {
    batches.push([...items]);
    return new Promise((resolve) => ends.push(() => resolve(items.map((value) => ({ value })))));
  }, options);
  const end = async (): Promise<void> => {
    ends.shift()?.();
    await turn();
  };
  return { group, batches, end };
}
const turn = () => new Promise(setImmediate).then(() => new Promise(setImmediate));

describe('a group flush', () => {
  it('flushes at once when idle, and puts what arrives during a flush into the next', async () => {
    const { group, batches, end } = flushes();
    const first = group.add(1);
    await turn();
    const later = [group.add(2), group.add(3)];
    expect(batches).toEqual([[1]]);
    await end();
    await end();
    expect(batches).toEqual([[1], [2, 3]]);
    expect(await Promise.all([first, ...later])).toEqual([1, 2, 3]);
  });

  it('cuts what waits into batches of the size allowed', async () => {
    const { group, batches, end } = flushes({ maximumBatch: 2 });
    const all = Promise.all([1, 2, 3].map((item) => group.add(item)));
    await turn();
    await end();
    await end();
    await all;
    expect(batches).toEqual([[1, 2], [3]]);
  });
});

describe('a group flush that gathers', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  it('waits before every flush, not only the first', async () => {
    const { group, batches, end } = flushes({ gather: gatherFor(1_000) });
    void group.add(1);
    await jest.advanceTimersByTimeAsync(1_000);
    void group.add(2);
    await end();
    await jest.advanceTimersByTimeAsync(999);
    expect(batches).toEqual([[1]]);
    void group.add(3);
    await jest.advanceTimersByTimeAsync(1);
    expect(batches).toEqual([[1], [2, 3]]);
    await end();
  });

  it('waits no longer once somebody waits for it to be idle', async () => {
    const { group, batches, end } = flushes({ gather: gatherFor(1_000) });
    void group.add(1);
    const idle = group.idle();
    await turn();
    void group.add(2);
    await end();
    await end();
    await idle;
    expect(batches).toEqual([[1], [2]]);
  });
});
