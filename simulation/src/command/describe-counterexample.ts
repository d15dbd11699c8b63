import type { Counterexample } from '../check/check.js';
import type { Plant } from '../plants/index.js';

/** A counterexample for a reader: what happened, what broke, how to play it again. */
export function describeCounterexample(found: Counterexample, plant: Plant | undefined): string[] {
  const { schedule, problems, story, seed, path, held } = found;
  const planted = plant ? ` --plant ${plant.name}` : '';
  return [
    '',
    `Found after ${held} schedules that held, and made as small as it goes (replicas ${schedule.replicas}, stock ${schedule.stock}):`,
    '',
    ...story.slice(0, linesShown),
    ...(story.length > linesShown ? [`   …  and so on: ${story.length - linesShown} more`] : []),
    '',
    'What does not hold:',
    ...problems.map((problem) => `  - ${problem}`),
    '',
    `Again: npm run simulate -- --seed ${seed} --path ${path}${planted}`,
  ];
}

/** What never comes to rest says the same again and again. */
const linesShown = 120;
