import fc from 'fast-check';
import type { Card } from '../world/memory-provider.js';
import type { Deed, Move, Schedule } from './moves.js';

const cards: readonly [number, Card][] = [
  [6, 'tok_success'],
  [2, 'tok_decline'],
  [2, 'tok_declined_once'],
  [2, 'tok_timeout_after_charge'],
  [1, 'tok_slow'],
  [2, 'tok_requires_action'],
  [1, 'tok_capture_fails'],
];

const card = fc.constantFrom(...cards.flatMap(([weight, each]) => Array.from({ length: weight }, () => each)));
const which = fc.nat({ max: 7 });
const order = fc.nat({ max: 2 });
/** Longer than an immediate retry, a re-issue, the deadlines of the steps, the wait for the customer. */
const delays = [1, 6, 31, 61, 125, 905] as const;
const delay = fc.constantFrom(...delays);
/** And longer than a provider is trusted to know a key. */
const seconds = fc.constantFrom(...delays, 50_000);

const place = fc.record({ kind: fc.constant('place' as const), card, pieces: fc.integer({ min: 1, max: 2 }) });

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: place },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('place-again' as const), order }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), order }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('decide' as const), order, approves: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refund' as const), order }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      process: which,
      inFlight: fc.constantFrom('lost' as const, 'arrives' as const),
      restarts: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stall' as const), process: which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resume' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('disconnect' as const), process: which }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('drop' as const), message: which }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('duplicate' as const), message: which }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delay' as const), message: which, seconds: delay }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('overtake' as const), message: which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      request: which,
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('provider' as const),
      trouble: fc.constantFrom('failing' as const, 'silent' as const, 'down' as const),
      times: fc.integer({ min: 1, max: 7 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds }) },
);

const at = fc.nat({ max: 120 });
const move: fc.Arbitrary<Move> = fc.tuple(at, deed).map(([steps, each]) => ({ at: steps, ...each }));
const byTime = (one: Move, other: Move): number => one.at - other.at;

/** Schedules that begin with an order, and go on with whatever happens to it. */
export const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    replicas: fc.constantFrom(1, 1, 2),
    stock: fc.integer({ min: 1, max: 4 }),
    draws: fc.array(fc.nat({ max: 5 }), { maxLength: 12 }),
    first: place,
    moves: fc.array(move, { maxLength: 12, size: 'max' }),
  })
  .map(({ first, moves, ...rest }) => ({ ...rest, moves: [{ at: 0, ...first }, ...moves.toSorted(byTime)] }));
