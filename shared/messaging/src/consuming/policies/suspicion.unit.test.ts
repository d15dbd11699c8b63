import { isFatal, isSuspicious } from './suspicion.js';

describe('a message that is handed out and never settled', () => {
  it('is watched after three deliveries', () => {
    expect([1, 2, 3].map(isSuspicious)).toEqual([false, false, false]);
    expect([4, 400].map(isSuspicious)).toEqual([true, true]);
  });

  it('is given up after it ended ten processes, so that it cannot do so for ever', () => {
    expect([0, 9, 10].map(isFatal)).toEqual([false, false, true]);
  });
});
