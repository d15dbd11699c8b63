import type { Attempt, OrderAttempt, RestockAttempt, ReusedKeyAttempt } from './attempts.js';
import type { Watch } from './watches.js';

/** A process that ended. `nemesis`: it was killed, or told to end itself at a crash point. */
export interface Death {
  readonly replica: string;
  readonly how: string;
  readonly by: 'nemesis' | 'itself';
  /** Milliseconds since the run began. */
  readonly at: number;
  /** It had not answered yet: a start that found its database away. */
  readonly whileStarting: boolean;
}

/** What the nemesis did. Milliseconds since the run began. */
export interface Disturbance {
  readonly fault: string;
  readonly what: string;
  readonly from: number;
  readonly until: number;
}

/** A message that nobody can handle. `taken`: the broker confirmed that it has it; else it may or may not. */
export interface Poison {
  readonly id: string;
  readonly taken: boolean;
}

/** A view that an operator asked to be rebuilt. */
export interface RebuildAsked {
  readonly service: string;
  readonly view: string;
}

/** What a customer's list of orders showed once an order was answered as placed. */
export interface ListRead {
  readonly orderId: string;
  readonly isListed: boolean;
}

/** Somebody who asked to be forgotten. */
export interface Passer {
  readonly id: string;
  /** Words that nobody else is called by: no trace of them may be left. */
  readonly words: readonly string[];
}

/** Everything that was observed from outside while a run went on. */
export interface History {
  readonly orders: OrderAttempt[];
  readonly cancellations: Attempt[];
  readonly reusedKeys: ReusedKeyAttempt[];
  readonly restocks: RestockAttempt[];
  readonly watches: Watch[];
  readonly deaths: Death[];
  readonly disturbances: Disturbance[];
  readonly poison: Poison[];
  readonly rebuilds: RebuildAsked[];
  readonly listReads: ListRead[];
  readonly passers: Passer[];
}

export const emptyHistory = (): History => ({
  orders: [],
  cancellations: [],
  reusedKeys: [],
  restocks: [],
  watches: [],
  deaths: [],
  disturbances: [],
  poison: [],
  rebuilds: [],
  listReads: [],
  passers: [],
});
