import { check } from './check/check.js';
import { plants } from './plants/index.js';
import type { Schedule } from './schedule/moves.js';
import { play } from './schedule/play.js';

it('keeps every promise under thousands of schedules', async () => {
  const found = await check({ runs: 4_000, seed: 1, milliseconds: 12_000 });
  expect(found?.story.concat(found.problems).join('\n')).toBeUndefined();
});

/** Schedules within which a planted bug must be found; most need a few. */
const boundOf = 1_500;

it.each(plants)('finds a planted bug: $name', async (plant) => {
  const found = await check({ runs: boundOf, seed: 1, plant, shrinks: false });
  expect(found?.problems.length).toBeGreaterThan(0);
});

const eventful: Schedule = {
  replicas: 2,
  stock: 2,
  draws: [2, 0, 1],
  moves: [
    { at: 0, kind: 'place', card: 'tok_timeout_after_charge', pieces: 1 },
    { at: 9, kind: 'crash', process: 1, inFlight: 'arrives', restarts: true },
    { at: 20, kind: 'duplicate', message: 0 },
    { at: 30, kind: 'pass', seconds: 31 },
    { at: 40, kind: 'cancel', order: 0 },
  ],
};

it('tells the same story of a schedule each time', async () => {
  const [once, again] = [await play(eventful, { isTold: true }), await play(eventful, { isTold: true })];
  expect(once.lines.length).toBeGreaterThan(50);
  expect(again).toEqual(once);
});
