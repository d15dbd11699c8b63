import type { Summary } from '../report/summary.js';

/** One seed, or several, in numbers. */
export interface Numbers extends Record<(typeof names)[number], number> {
  readonly ok: boolean;
  /** Seeds whose run broke off: nothing is known of them. */
  readonly failed: readonly number[];
}

export interface SeedsRun {
  readonly numbers: Numbers;
  /** How many runs were. */
  readonly clean: number;
}

const names = ['attempted', 'accepted', 'lost', 'duplicated', 'unexpected', 'recovered'] as const;

/** Runs one after the other. One that breaks off is told to `onFailure`, and the others are run all the same. */
export async function runSeeds(
  seeds: readonly number[],
  run: (seed: number) => Promise<Summary>,
  onFailure: (seed: number, error: unknown) => void,
): Promise<SeedsRun> {
  const summaries: Summary[] = [];
  const failed: number[] = [];
  for (const seed of seeds) {
    try {
      summaries.push(await run(seed));
    } catch (error) {
      failed.push(seed);
      onFailure(seed, error);
    }
  }
  return { numbers: numbersOf(summaries, failed), clean: summaries.filter(({ ok }) => ok).length };
}

export function numbersOf(summaries: readonly Summary[], failed: readonly number[] = []): Numbers {
  const sum = (name: (typeof names)[number]): number => summaries.reduce((total, each) => total + each[name], 0);
  const sums = Object.fromEntries(names.map((name) => [name, sum(name)])) as Record<(typeof names)[number], number>;
  return { ...sums, ok: failed.length === 0 && summaries.every(({ ok }) => ok), failed };
}
