import { Arrivals } from './arrivals.js';

const arrivals = (positions: readonly number[], end?: number): Arrivals => {
  const all = new Arrivals();
  for (const position of positions) all.arrived(position);
  if (end !== undefined) all.ended(end);
  return all;
};

describe('the arrivals of a replay', () => {
  it('are complete when the end marker and all before it are there, in any order and repeated', () => {
    expect(arrivals([3, 1, 1, 2, 3], 3).isComplete).toBe(true);
    expect(arrivals([], 0).isComplete).toBe(true);
  });

  it('are not while one is missing, although the marker came', () => {
    expect(arrivals([1, 3, 3], 3).isComplete).toBe(false);
    expect(arrivals([1, 2, 3]).isComplete).toBe(false);
  });
});
