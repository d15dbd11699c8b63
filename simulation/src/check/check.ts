import fc from 'fast-check';
import type { Plant } from '../plants/index.js';
import type { Schedule } from '../schedule/moves.js';
import { play } from '../schedule/play.js';
import { schedules } from '../schedule/schedules.js';
import { named, storyOf } from '../story/story.js';

export interface CheckOptions {
  readonly runs: number;
  readonly seed: number;
  /** Of a counterexample: only that schedule is played. */
  readonly path?: string | undefined;
  readonly plant?: Plant | undefined;
  /** Called after each schedule with the number of steps it took. */
  readonly onPlayed?: (steps: number) => void;
  /** Ends early, without a verdict on the rest. */
  readonly milliseconds?: number;
  /** Whether to look for the smallest schedule; default true. */
  readonly shrinks?: boolean;
}

/** The smallest schedule found that breaks something, told, and how to play it again. */
export interface Counterexample {
  readonly schedule: Schedule;
  readonly problems: readonly string[];
  readonly story: readonly string[];
  readonly seed: number;
  readonly path: string;
  /** Schedules that held before it. */
  readonly held: number;
}

/** Plays so many schedules; the first that breaks something is made as small as it can be. Undefined: all held. */
export async function check(options: CheckOptions): Promise<Counterexample | undefined> {
  const { runs, seed, path, plant, onPlayed, milliseconds, shrinks = true } = options;
  const replacements = (): object => plant?.replacements() ?? {};
  const holds = fc.asyncProperty(schedules, async (schedule) => {
    const { problems, steps } = await play(schedule, { replacements: replacements() });
    onPlayed?.(steps);
    return problems.length === 0;
  });
  const details = await fc.check(holds, {
    numRuns: runs,
    seed,
    endOnFailure: path !== undefined || !shrinks,
    ...(path !== undefined && { path }),
    ...(milliseconds !== undefined && { interruptAfterTimeLimit: milliseconds }),
  });
  const [schedule] = details.counterexample ?? [];
  if (!schedule) return undefined;
  const { problems, lines, orderIds } = await play(schedule, { replacements: replacements(), isTold: true });
  return {
    schedule,
    problems: named([...new Set(problems)], orderIds),
    story: storyOf(lines, orderIds),
    seed,
    path: details.counterexamplePath ?? '',
    held: details.numRuns - 1,
  };
}
