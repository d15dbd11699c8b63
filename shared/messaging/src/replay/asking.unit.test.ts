import { Asking } from './asking.js';

describe('asking for a replay', () => {
  const minute = 60_000;

  /** The times at which it is asked for within so many milliseconds by somebody who looks ten times a second. */
  function askedWithin(milliseconds: number): readonly number[] {
    const asking = new Asking();
    const looks = Array.from({ length: milliseconds / 100 + 1 }, (_, index) => index * 100);
    return looks.filter((now) => asking.isDue(now));
  }

  it('is repeated at growing intervals: an owner may have died with the request', () => {
    expect(askedWithin(2 * minute)).toEqual([0, 10_000, 30_000, 70_000]);
  });

  it('leaves few requests to an owner that was away for an hour, each for a whole history', () => {
    expect(askedWithin(60 * minute).length).toBeLessThanOrEqual(12);
  });
});
