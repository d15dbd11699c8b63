import type { Message } from '@ordergraph/events';
import type { Decider, Decision, Recorded } from '@ordergraph/messaging';
import { isRefused } from '@ordergraph/messaging';

/** What a decision came to. */
export interface Outcome<State, Refusal> {
  /** Exactly these messages were decided, in order. */
  then(...expected: readonly Message[]): Outcome<State, Refusal>;
  /** The state after them. */
  thenState(check: (state: State) => void): Outcome<State, Refusal>;
  /** It was refused so, without a record. */
  thenRefused(expected: Refusal): Outcome<State, Refusal>;
  /** Nothing is to be done. */
  thenNothing(): Outcome<State, Refusal>;
}

/** A stream as it was before the decision. */
export interface Given<State> {
  readonly state: State;
  when<Refusal = never>(decide: (state: State) => Decision<Refusal>): Outcome<State, Refusal>;
}

/** Where the facts of a specification happen: stream id, and the time of the first fact; each later one a second after. */
export interface GivenOptions {
  readonly id?: string;
  readonly startsAt?: Date;
}

/**
 * Specifications of a decider: `given(order, [OrderPlaced(…)]).when((state) => cancel(state)).then(OrderCancelled(…))`.
 * Each fact is one commit; versions count from 1.
 */
export function given<State>(
  decider: Decider<State>,
  facts: readonly Message[],
  options: GivenOptions = {},
): Given<State> {
  const startsAt = options.startsAt ?? new Date('2026-01-01T00:00:00.000Z');
  const recorded = (version: number): Recorded => ({
    version,
    at: new Date(startsAt.getTime() + (version - 1) * 1_000),
  });
  const initial = decider.initialState(options.id ?? 'given');
  const state = facts.reduce((before, fact, index) => decider.evolve(before, fact, recorded(index + 1)), initial);
  const next = recorded(facts.length + 1);
  return {
    state,
    when: (decide) => outcomeOf(decide(state), (messages) => evolveAll(decider, state, messages, next)),
  };
}

function evolveAll<State>(
  decider: Decider<State>,
  state: State,
  messages: readonly Message[],
  recorded: Recorded,
): State {
  return messages.reduce((before, message) => decider.evolve(before, message, recorded), state);
}

function outcomeOf<State, Refusal>(
  decision: Decision<Refusal>,
  stateAfter: (messages: readonly Message[]) => State,
): Outcome<State, Refusal> {
  const messages = isRefused<Refusal>(decision) ? [] : decision;
  const outcome: Outcome<State, Refusal> = {
    then(...expected) {
      expect(decision).toEqual(expected);
      return outcome;
    },
    thenState(check) {
      check(stateAfter(messages));
      return outcome;
    },
    thenRefused(expected) {
      expect(decision).toEqual({ refused: expected });
      return outcome;
    },
    thenNothing() {
      expect(decision).toEqual([]);
      return outcome;
    },
  };
  return outcome;
}
