import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from '../platform/stage.js';
import type { Begun } from './fault.js';
import type { Step } from './schedule.js';

export interface NemesisOptions {
  readonly stage: Stage;
  /** Milliseconds since the run began. */
  readonly clock: () => number;
  /** No fault begins after that; milliseconds since the run began. */
  readonly until: number;
  readonly report: (line: string) => void;
}

/** Plays a schedule, each lane in its order; resolves when every fault has been mended. */
export async function playSchedule(steps: readonly Step[], options: NemesisOptions): Promise<void> {
  const beganAt = options.clock();
  const lanes = new Set(steps.map(({ fault }) => fault.lane));
  const playLane = async (lane: string): Promise<void> => {
    for (const step of steps.filter(({ fault }) => fault.lane === lane)) await play(step, beganAt, options);
  };
  await Promise.all([...lanes].map(playLane));
}

/** On a busy machine a fault takes its time to begin and to be mended: what comes too late is left out, and said. */
async function play(step: Step, beganAt: number, { stage, clock, until, report }: NemesisOptions): Promise<void> {
  await delay(Math.max(0, beganAt + step.at * 1_000 - clock()));
  const from = clock();
  if (from >= until) return report(`${seconds(from)} ${step.fault.name}: left out, its time has passed`);
  const begun = await begin(step, stage);
  if (typeof begun === 'string') return report(`${seconds(clock())} ${step.fault.name}: not possible now, ${begun}`);
  report(`${seconds(from)} ${step.fault.name}: ${begun.what}`);
  await delay(Math.max(0, step.lasts * 1_000 - (clock() - from)));
  const how = await mend(begun);
  stage.history.disturbances.push({ fault: step.fault.name, what: begun.what, from, until: clock() });
  report(`${seconds(clock())} ${step.fault.name}: over${typeof how === 'string' ? `, ${how}` : ''}`);
}

/** Two lanes may meet: what one of them broke can keep the other from breaking something else. @returns why, then */
async function begin({ fault, random }: Step, stage: Stage): Promise<Begun | string> {
  try {
    return await fault.begin(stage, random);
  } catch (error) {
    return firstLine(error);
  }
}

const mendingTries = 10;

/** And from mending it at once. */
async function mend(begun: Begun): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return await begun.end();
    } catch (error) {
      if (tries === mendingTries) throw new Error(`${begun.what}: could not be mended`, { cause: error });
      await delay(1_000);
    }
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1).padStart(6)} s`;
