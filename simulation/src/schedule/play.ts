import { Customers } from '../customers/customers.js';
import { violations } from '../invariants/index.js';
import { Chronicle } from '../world/chronicle.js';
import type { Replacements } from '../world/replacements.js';
import { World } from '../world/world.js';
import { applyMove, resume } from './apply-move.js';
import type { Schedule } from './moves.js';

export interface Played {
  /** What does not hold; empty: everything does. */
  readonly problems: readonly string[];
  /** What happened, where it was kept. */
  readonly lines: readonly string[];
  readonly orderIds: readonly string[];
  readonly steps: number;
}

export interface PlayOptions {
  readonly replacements?: Replacements;
  /** Whether to keep what happens. */
  readonly isTold?: boolean;
}

/** Plays a schedule from its beginning: its moves between ordinary steps, then everything is mended and comes to rest. */
export async function play(
  schedule: Schedule,
  { replacements = {}, isTold = false }: PlayOptions = {},
): Promise<Played> {
  const chronicle = new Chronicle(isTold);
  const { replicas, stock, draws, moves } = schedule;
  const draw = drawFrom(draws);
  const world = new World({ replicas, stock, draw, chronicle, replacements });
  const customers = new Customers(world);
  for (const move of moves) {
    while (world.agenda.taken < move.at && (await world.step()));
    await applyMove(world, customers, move);
  }
  mend(world);
  const isAtRest = await comeToRest(world);
  const problems = [...world.problems, ...violations(world, customers.wishes)];
  return {
    problems: isAtRest ? problems : [...problems, 'it does not come to rest'],
    lines: chronicle.lines,
    orderIds: customers.wishes.map(({ orderId }) => orderId),
    steps: world.agenda.taken,
  };
}

const drawFrom = (draws: readonly number[]): (() => number) => {
  let drawn = 0;
  return () => (draws.length === 0 ? 0 : (draws[drawn++ % draws.length] ?? 0));
};

function mend(world: World): void {
  world.chronicle.tell(() => '!! everything is mended');
  world.provider.trouble = undefined;
  world.restartAll();
  resume(world);
}

/** Whether nothing is left to be done, after as long as it takes. */
async function comeToRest(world: World): Promise<boolean> {
  const patience = world.agenda.elapsed + patienceMilliseconds;
  for (let steps = 0; steps < stepsAtMost; steps += 1) {
    while (steps < stepsAtMost && (await world.step())) steps += 1;
    const next = world.nextAt();
    if (next === Infinity) return true;
    if (next > patience) return false;
    await world.pass(Math.max(next - world.agenda.elapsed, shortestPauseMilliseconds));
  }
  return false;
}

/** Longer than the retry ladder. */
const patienceMilliseconds = 2 * 3_600_000;
/** Several times what the longest schedule takes. */
const stepsAtMost = 1_500;
/** As often as deadlines are looked at. */
const shortestPauseMilliseconds = 500;
