import { createRandom } from './random.js';

const draws = (seed: number | string, count = 20): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.between(1, 100));
};

describe('repeatable chance', () => {
  it('draws the same again from the same seed, and other numbers from another', () => {
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
  });

  it('forks sources that no draw of another source moves', () => {
    const one = createRandom(7);
    const other = createRandom(7);
    other.next();
    other.fork('b').next();
    expect(one.fork('a').next()).toBe(other.fork('a').next());
    expect(one.fork('a').next()).not.toBe(one.fork('b').next());
  });

  it('stays within both ends, and reaches them', () => {
    const random = createRandom(1);
    const drawn = new Set(Array.from({ length: 200 }, () => random.between(3, 6)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([3, 4, 5, 6]);
  });

  it('shuffles without losing anything, and makes ids of the form of a UUID', () => {
    const random = createRandom('x');
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(random.shuffled(items)).not.toEqual(items);
    expect(random.shuffled(items).sort((a, b) => a - b)).toEqual(items);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
