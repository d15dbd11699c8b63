import { suspicionOf } from './suspicion.js';

describe('a message that is handed out and never settled', () => {
  it('is handled alone after three deliveries, so that it takes nothing else down with it', () => {
    expect([1, 2, 3].map(suspicionOf)).toEqual(['none', 'none', 'none']);
    expect([4, 13].map(suspicionOf)).toEqual(['handle-alone', 'handle-alone']);
  });

  it('is given up after ten more, so that it cannot end the process for ever', () => {
    expect(suspicionOf(14)).toBe('give-up');
  });
});
