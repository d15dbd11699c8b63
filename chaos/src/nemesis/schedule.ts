import type { Random } from '../random.js';
import type { Fault } from './fault.js';

/** One fault of a run. Seconds since the nemesis began. */
export interface Step {
  readonly at: number;
  readonly lasts: number;
  readonly fault: Fault;
  /** What the fault draws its particulars from. */
  readonly random: Random;
}

/**
 * Draws when which fault happens. Each lane is a deck of its faults, shuffled again when it is empty: every fault gets its
 * turn before any gets a second.
 */
export function drawSchedule(faults: readonly Fault[], seconds: number, random: Random): Step[] {
  const lanes = [...new Set(faults.map(({ lane }) => lane))];
  return lanes
    .flatMap((lane) =>
      drawLane(
        faults.filter((fault) => fault.lane === lane),
        seconds,
        random.fork(lane),
      ),
    )
    .sort((a, b) => a.at - b.at);
}

function drawLane(faults: readonly Fault[], seconds: number, random: Random): Step[] {
  const steps: Step[] = [];
  let deck: Fault[] = [];
  let at = random.between(1, 5);
  while (at < seconds - 2) {
    if (deck.length === 0) deck = random.shuffled(faults);
    const fault = deck.pop();
    if (!fault) break;
    const lasts = Math.min(random.between(...fault.lasts), seconds - at);
    steps.push({ at, lasts, fault, random: random.fork(`step ${steps.length}`) });
    at += lasts + random.between(1, 5);
  }
  return steps;
}
