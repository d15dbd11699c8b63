import { GraphQLError } from 'graphql';

import { type WatchClose, type WatchEnd, Watcher } from './watcher.js';

function watcher(queueLimit = 3) {
  const ends: WatchEnd[] = [];
  const closes: WatchClose[] = [];
  const watching = new Watcher<number>({
    queueLimit,
    resolve: (value) => Promise.resolve({ data: { value } }),
    slow: (lastRead) => new GraphQLError('slow', { extensions: { lastRead: lastRead?.data?.['value'] } }),
    onEnd: (reason) => ends.push(reason),
    onClose: (close) => closes.push(close),
  });
  return { watching, ends, closes };
}
const value = (data: number) => ({ done: false, value: { data: { value: data } } });
const done = { done: true, value: undefined };

describe('a watcher', () => {
  it('reads events in order, waiting for those to come', async () => {
    const { watching } = watcher();
    watching.push(1);
    expect(await watching.next()).toEqual(value(1));
    const next = watching.next();
    watching.push(2);
    expect(await next).toEqual(value(2));
  });

  it('reads what is queued before the end', async () => {
    const { watching, ends } = watcher();
    watching.push(1);
    watching.end();
    expect([await watching.next(), await watching.next(), await watching.next()]).toEqual([value(1), done, done]);
    expect(ends).toEqual(['completed']);
  });

  it('reads an error once, after what was queued', async () => {
    const { watching, ends } = watcher();
    watching.push(1);
    watching.end(new GraphQLError('gone'));
    expect(await watching.next()).toEqual(value(1));
    await expect(watching.next()).rejects.toThrow('gone');
    expect([await watching.next(), ends]).toEqual([done, ['failed']]);
  });

  it('that leaves is gone at once, although it waits for an event', async () => {
    const { watching, ends } = watcher();
    const waiting = watching.next();
    await watching.return();
    expect([await waiting, ends]).toEqual([done, ['left']]);
    watching.push(1);
    expect(await watching.next()).toEqual(done);
  });

  it('that leaves while its payload is made is given nothing more', async () => {
    const { watching } = watcher();
    watching.push(1);
    const reading = watching.next();
    await watching.return();
    expect(await reading).toEqual(done);
  });

  it('whose payload cannot be made has failed, and is closed', async () => {
    const failing = (reading: Watcher<number>) => {
      for (const event of [1, 2, 3]) reading.push(event);
      return reading.next();
    };
    const ends: WatchEnd[] = [];
    const closes: WatchClose[] = [];
    const watching = new Watcher<number>({
      queueLimit: 3,
      resolve: () => Promise.reject(new Error('odd')),
      slow: () => new GraphQLError('slow'),
      onEnd: (reason) => ends.push(reason),
      onClose: (close) => closes.push(close),
    });
    await expect(failing(watching)).rejects.toMatchObject({ originalError: { message: 'odd' } });
    watching.push(4);
    expect([await watching.next(), ends]).toEqual([done, ['failed']]);
    expect(closes).toMatchObject([{ reason: 'failed', dropped: 3 }]);
  });

  it('whose queue is full is dropped, and told up to where it has read', async () => {
    const { watching, ends } = watcher(2);
    watching.push(1);
    await watching.next();
    for (const event of [2, 3, 4, 5]) watching.push(event);
    expect(ends).toEqual(['slow']);
    await expect(watching.next()).rejects.toMatchObject({ extensions: { lastRead: 1 } });
    expect(await watching.next()).toEqual(done);
  });

  it('is closed once: when it has read the end, or has left', async () => {
    const { watching, ends, closes } = watcher();
    watching.push(1);
    watching.push(2);
    watching.end();
    await watching.next();
    expect([ends, closes]).toEqual([['completed'], []]);
    await watching.next();
    await watching.next();
    await watching.return();
    expect(closes).toEqual([{ reason: 'completed', error: undefined, dropped: 0 }]);
  });

  it.each([
    ['slow', 2, 3],
    ['left', 9, 2],
  ])('closed as %s tells how much it was not given', async (reason, queueLimit, dropped) => {
    const { watching, closes } = watcher(queueLimit);
    watching.push(1);
    await watching.next();
    for (const event of [2, 3]) watching.push(event);
    if (reason === 'slow') watching.push(4);
    await watching.return();
    expect(closes).toMatchObject([{ reason, dropped }]);
  });
});
