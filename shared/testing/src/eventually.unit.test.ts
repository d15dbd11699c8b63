import { eventually } from './eventually.js';

describe('eventually', () => {
  it('returns what the assertion returns once it passes', async () => {
    let tries = 0;
    const result = await eventually(
      () => {
        tries += 1;
        if (tries < 3) throw new Error('not yet');
        return tries;
      },
      { intervalMs: 1 },
    );
    expect(result).toBe(3);
  });

  it('fails with the last failure and what was awaited', async () => {
    const never = eventually(() => expect(1).toBe(2), { timeoutMs: 10, intervalMs: 1, describe: 'one becomes two' });
    await expect(never).rejects.toThrow(/not within 10 ms: one becomes two[^]*Expected/);
  });
});
