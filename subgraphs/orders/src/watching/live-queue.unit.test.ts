import { endable } from './endable.js';
import { LiveQueue } from './live-queue.js';

describe('a live queue', () => {
  it('hands on what was pushed before and what comes while a reader waits, in order', async () => {
    const queue = new LiveQueue<number>();
    queue.push(1);
    expect(await queue.take()).toBe(1);
    const waiting = queue.take();
    queue.push(2);
    queue.push(3);
    expect([await waiting, await queue.take()]).toEqual([2, 3]);
  });

  it('hands on everything that waits at once, and nothing when it has ended', async () => {
    const queue = new LiveQueue<number>();
    [1, 2].forEach((value) => queue.push(value));
    expect(await queue.takeAll()).toEqual([1, 2]);
    const waiting = queue.takeAll();
    queue.end();
    expect(await waiting).toEqual([]);
  });

  it('lets the oldest give way when the reader is too slow', async () => {
    const queue = new LiveQueue<number>(2);
    [1, 2, 3].forEach((value) => queue.push(value));
    expect([await queue.take(), await queue.take()]).toEqual([2, 3]);
  });

  it('releases a reader that waits when it ends, and takes no more', async () => {
    const queue = new LiveQueue<number>();
    const waiting = queue.take();
    queue.end();
    queue.push(1);
    expect([await waiting, await queue.take()]).toEqual([undefined, undefined]);
  });
});

describe('an endable iterator', () => {
  const counted = (next: () => Promise<IteratorResult<number>>) => {
    let ends = 0;
    return { iterator: endable(next, () => (ends += 1)), ends: () => ends };
  };

  it('cleans up when it is returned, exhausted, or fails', async () => {
    const returned = counted(() => Promise.resolve({ value: 1, done: false }));
    await returned.iterator.return?.();
    const exhausted = counted(() => Promise.resolve({ value: undefined, done: true }));
    await exhausted.iterator.next();
    const failed = counted(() => Promise.reject(new Error('no database')));
    await expect(failed.iterator.next()).rejects.toThrow('no database');
    expect([returned.ends(), exhausted.ends(), failed.ends()]).toEqual([1, 1, 1]);
  });
});
