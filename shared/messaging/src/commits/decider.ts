import type { Message } from '@ordergraph/events';

/** Where in its stream a message was recorded. `at` is the commit's time on the database's clock. */
export interface Recorded {
  readonly version: number;
  readonly at: Date;
}

/**
 * The pure core of one kind of stream (`decide` is given with each command): no I/O, no clock, no random.
 * Streams are named `<category>-<id>`.
 */
export interface Decider<State> {
  readonly category: string;
  initialState(id: string): State;
  /** The state after one recorded message; commands in the stream usually change nothing. */
  evolve(state: State, message: Message, recorded: Recorded): State;
  /**
   * Raise it with every change of `evolve` or of what the state looks like: snapshots of long streams are kept under this
   * number. States must be plain data then (dates allowed). Without it streams are always read whole.
   */
  readonly evolveVersion?: number;
  /** What every public event carries: the entity after the whole commit. */
  publicState?(state: State): unknown;
  /** The deadline of what is in flight; evaluated after each commit, only the newest commit's answer counts. */
  wakeAt?(state: State): Date | undefined;
  /** What is due at `now`; called at `wakeAt` and whenever unanswered commands are sent again. Nothing: none is due. */
  onDue?(state: State, now: Date): readonly Message[];
  /**
   * Ids of commands in this stream that have no answer yet. They are published again 5 s after the newest commit, then at
   * doubling intervals up to 1 min, with the same ids and without end.
   */
  unanswered?(state: State): readonly string[];
  /** True once the secret fields (`Contract.secret`) in this stream have served: they are then blanked in place. */
  secretsSpent?(state: State): boolean;
}

/** Any decider, whatever its state. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a decider both takes and makes its state: only `any` accepts them all
export type AnyDecider = Decider<any>;

/** A decision that changes nothing and is not recorded: the answer to a client that depends on time or other data. */
export interface Refused<Refusal> {
  readonly refused: Refusal;
}

/** Messages to record (none: nothing to do), or a refusal that is not recorded. */
export type Decision<Refusal = never> = readonly Message[] | Refused<Refusal>;

export const refuse = <Refusal>(refused: Refusal): Refused<Refusal> => ({ refused });

export const isRefused = <Refusal>(decision: object): decision is Refused<Refusal> => 'refused' in decision;
