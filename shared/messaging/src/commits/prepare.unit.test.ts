import { ContractRegistry, defineEvent, defineFact, type Message } from '@ordergraph/events';
import { z } from 'zod';
import type { Decider } from './decider.js';
import { MessageInvalid } from '../errors.js';
import { nextWake, prepareCommit } from './prepare.js';

const data = z.strictObject({});
const example = { data: {} };
const Noted = defineFact('ledger.noted.v1', { summary: '', data, example });
const KeyGiven = defineFact('ledger.key-given.v1', { summary: '', data, example });
const KeyServed = defineFact('ledger.key-served.v1', { summary: '', data, example });
const Closed = defineEvent('ledger.closed.v1', { summary: '', data, state: data, example: { ...example, state: {} } });
const Moved = defineFact('ledger.moved.v2', {
  summary: '',
  data: z.strictObject({ cents: z.int() }),
  example: { data: { cents: 1 } },
  previous: [
    {
      type: 'ledger.moved.v1',
      schema: z.strictObject({ by: z.int() }),
      example: { data: { by: 1 } },
      upcast: ({ data: moved }) => ({ data: { cents: (moved as { by: number }).by } }),
    },
  ],
});
const registry = new ContractRegistry([Noted, KeyGiven, KeyServed, Closed, Moved]);

type State = 'no key' | 'key given' | 'key served';
const decider: Decider<State> = {
  category: 'ledger',
  initialState: () => 'no key',
  evolve(state, { type }) {
    if (type === KeyGiven.type) return 'key given';
    return type === KeyServed.type ? 'key served' : state;
  },
  publicState: () => ({}),
  secretsSpent: (state) => state === 'key served',
};

function prepared(messages: readonly Message[], state: State = 'no key', by: Decider<State> = decider) {
  const at = new Date('2026-01-01T09:00:00.000Z');
  const cause = { cause: 'test', context: { correlationId: 'test' } };
  const isShown = (type: string): boolean => type === Noted.type;
  const loaded = { state, version: 0 };
  return prepareCommit({ decider: by, stream: 'ledger-1', loaded, messages, cause, at, registry, isShown }).commit;
}

describe('a commit is left to the sweep, should its process die at once,', () => {
  const pending = { pending: 1, nextTryAt: new Date('2026-01-01T09:00:05.000Z') };

  it('when it has something to publish', () => {
    expect(prepared([Closed({})])).toMatchObject(pending);
  });

  it('when secrets have served and must be blanked, though it publishes nothing', () => {
    expect(prepared([KeyServed({})], 'key given')).toMatchObject({ ...pending, spendsSecrets: true });
  });

  it('when an own view shows a fact of it, though it publishes nothing', () => {
    expect(prepared([Noted({})])).toMatchObject(pending);
  });

  it('and not when nothing is left to do', () => {
    expect(prepared([KeyGiven({})])).not.toHaveProperty('pending');
  });
});

describe('what nobody could read is not recorded:', () => {
  it('a message that breaks its contract, whose values are not told', () => {
    const broken = { type: Noted.type, data: { key: 'of somebody' } };
    expect(() => prepared([KeyGiven({}), broken])).toThrow(
      new MessageInvalid('invalid body: ledger.noted.v1 data: unrecognized_keys'),
    );
  });

  it.each([{ publicState: () => ({ more: 1 }) }, { publicState: () => undefined }])(
    'an event beside a state that breaks its contract',
    (publicState) => {
      expect(() => prepared([Closed({})], 'no key', { ...decider, ...publicState })).toThrow(/ledger.closed.v1 state/);
    },
  );

  it('a message in an older version, by the contract of that version', () => {
    expect(prepared([{ type: 'ledger.moved.v1', data: { by: 1 } }]).messages).toHaveLength(1);
    expect(() => prepared([{ type: 'ledger.moved.v1', data: { cents: 1 } }])).toThrow(MessageInvalid);
  });
});

describe('a command without an answer', () => {
  const begin = new Date('2026-01-01T09:00:00.000Z');
  const hour = 3_600_000;

  /** Milliseconds after which it is sent again, each counted from the one before, until so much time has passed. */
  function pausesWithin(milliseconds: number): readonly number[] {
    const pauses: number[] = [];
    for (let now = begin, wakes = 0; ; wakes += 1) {
      const next = nextWake({ deadline: undefined, awaitsAnswer: true, wakes, now }) ?? now;
      if (next.getTime() - begin.getTime() > milliseconds) return pauses;
      pauses.push(next.getTime() - now.getTime());
      now = next;
    }
  }

  it('is sent again soon at first, and every minute for ten more: an answer that was lost is missed for no longer', () => {
    const minute = 60_000;
    expect(pausesWithin(11 * minute)).toEqual([5_000, 10_000, 20_000, 40_000, ...Array<number>(9).fill(minute)]);
  });

  it('is sent again ever more rarely after that: whoever owes the answer finds few copies when it is back', () => {
    expect(pausesWithin(hour).length).toBeLessThan(20);
    expect(pausesWithin(24 * hour).length).toBeLessThan(50);
    expect(Math.max(...pausesWithin(24 * hour))).toBe(hour);
  });

  it('does not put off the look at a deadline that passed', () => {
    const next = nextWake({ deadline: begin, awaitsAnswer: false, wakes: 1_000, now: begin });
    expect(next).toEqual(new Date(begin.getTime() + 60_000));
  });
});
