import type { Summary } from '../report/summary.js';
import { runSeeds, type SeedsRun } from './run-seeds.js';

const clean: Summary = {
  ...{ attempted: 9, accepted: 8, recovered: 1, lost: 0, duplicated: 0, unexpected: 0 },
  ok: true,
  checks: [],
};

/** Seeds 1..3, of which one cannot be run. */
async function runThree(broken?: number): Promise<SeedsRun & { readonly reported: readonly (readonly unknown[])[] }> {
  const reported: (readonly unknown[])[] = [];
  const seeds = [1, 2, 3];
  const run = (seed: number): Promise<Summary> =>
    seed === broken ? Promise.reject(new Error('no node of MongoDB answers')) : Promise.resolve(clean);
  return { ...(await runSeeds(seeds, run, (seed, error) => reported.push([seed, String(error)]))), reported };
}

describe('a range of seeds', () => {
  it('is summed up', async () => {
    expect(await runThree()).toEqual({
      numbers: {
        ...{ attempted: 27, accepted: 24, lost: 0, duplicated: 0, unexpected: 0, recovered: 3 },
        ok: true,
        failed: [],
      },
      clean: 3,
      reported: [],
    });
  });

  it('goes on when one cannot be run, names it, and is not well', async () => {
    const { numbers, clean: count, reported } = await runThree(2);
    expect(numbers).toMatchObject({ attempted: 18, ok: false, failed: [2] });
    expect(count).toBe(2);
    expect(reported).toEqual([[2, 'Error: no node of MongoDB answers']]);
  });
});
