import type { Commit, MessageContext } from './commit.js';
import type { Decision, Refused } from './decider.js';
import type { Message } from '@ordergraph/events';

/** Why a decision is made: unique per stream, so that the same cause never has two effects. */
export interface Cause {
  /** `<consumer>/<message id>/<phase>`, or `<principal>/<mutation field>/<idempotency key>`. */
  readonly cause: string;
  readonly context: MessageContext;
  /** Hash of the raw input of a mutation with an idempotency key. */
  readonly inputHash?: string;
  /** A repeated command gets its answer again: the commit that holds it is published once more. */
  readonly answerAgain?: boolean;
  /** Usually begins its stream: tried without reading it first. */
  readonly isFirst?: boolean;
}

/** One load → decide → append. `decide` may run several times (another writer was faster) and must be pure. */
export interface Execution<State, Refusal> extends Cause {
  readonly decide: (state: State, now: Date) => Decision<Refusal>;
}

/** As `Execution`, where guards move together with the commit in one transaction. */
export interface GuardedExecution<State, Refusal> extends Cause {
  readonly guards: readonly GuardKey[];
  readonly decide: (state: State, guards: GuardReader, now: Date) => GuardedDecision<Refusal>;
}

/** A document outside the streams that decides over several of them (stock of a product, claim of an e-mail address). */
export interface GuardKey {
  readonly collection: string;
  readonly id: string;
}
export interface GuardReader {
  /** The guard's value as this decision must see it; undefined when it does not exist. */
  get<Value extends object>(collection: string, id: string): Value | undefined;
}
export interface GuardChange extends GuardKey {
  /** The whole new value; undefined deletes the guard. */
  readonly value: object | undefined;
}
export type GuardedDecision<Refusal = never> =
  { readonly messages: readonly Message[]; readonly changes: readonly GuardChange[] } | Refused<Refusal>;

/** How an execution ended. `state` and `version` are those of the stream afterwards. */
export type Executed<State, Refusal = never> = { readonly state: State; readonly version: number } & (
  | { readonly outcome: 'committed'; readonly commit: Commit }
  /** The same cause was recorded before; nothing happened now. */
  | { readonly outcome: 'repeated'; readonly commit: Commit }
  /** The idempotency key was used before with another input. */
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
);
