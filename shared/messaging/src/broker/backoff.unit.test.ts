import { backoffDelay } from './backoff.js';

const backoff = { initial: 100, maximum: 5_000 };

describe('the pause between attempts', () => {
  it('doubles up to its maximum', () => {
    const longest = [1, 2, 3, 7, 1_000].map((attempt) => backoffDelay(attempt, backoff, () => 1));
    expect(longest).toEqual([100, 200, 400, 5_000, 5_000]);
  });

  it('is half random, so that many who failed together do not come back together', () => {
    expect(backoffDelay(3, backoff, () => 0)).toBe(200);
    expect(backoffDelay(3, backoff, () => 0.5)).toBe(300);
  });
});
