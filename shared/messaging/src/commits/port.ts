import type { Commit, CommitId } from './commit.js';
import type { Decider } from './decider.js';
import type { Executed, GuardedExecution } from './execution.js';

/**
 * What messaging needs of the store of one service's commits. `CommitStore` keeps them in MongoDB, the simulation keeps them
 * in memory; one conformance suite runs against both. Each method is atomic for every commit it touches.
 */
export interface Commits {
  /** Appends durably. Resolves only when nobody can have it otherwise. @throws {CommitConflict} */
  append(commit: Commit): Promise<Commit>;
  /** Every commit of a stream, oldest first. */
  read(stream: string): Promise<readonly Commit[]>;
  /** Which of these commits exist. */
  existing(ids: readonly CommitId[]): Promise<readonly CommitId[]>;
  /**
   * Unsets `pending` where it still is the arming that was published: what was armed again meanwhile stays pending. Also
   * unsets the `dueAt` of a commit that is known to be no longer its stream's newest.
   */
  markPublished(commit: Commit, isSuperseded: boolean): Promise<void>;
  /** Makes a commit pending again under a higher number; returns it as armed now. Undefined: there is no such commit. */
  arm(id: CommitId, nextTryAt: Date): Promise<Commit | undefined>;
  /** Takes commits that are pending and overdue, by moving their `nextTryAt`: who comes at the same time takes others. */
  takeOverdue(now: Date, limit: number): Promise<readonly Commit[]>;
  /** Commits whose `dueAt` has passed, those that wait longest first. */
  due(now: Date, limit: number): Promise<readonly Commit[]>;
  /** Unsets `dueAt`: newer commits of their streams say when to wake. */
  dropWakes(ids: readonly CommitId[]): Promise<void>;
  /** Sets when a commit wakes its stream next, unless its `dueAt` was changed meanwhile. Whether it did. */
  setWake(commit: Commit, next: Wake | undefined): Promise<boolean>;
  /** Blanks fields of the data of messages, in place. */
  blank(blankings: readonly Blanking[]): Promise<void>;
  /** Resolves when nothing is being written. */
  idle(): Promise<void>;
}

/** When a stream wants to be woken, and how often its newest commit has been woken by then. */
export interface Wake {
  readonly dueAt: Date;
  readonly wakes: number;
}

/** Fields of the data of one message of a commit. */
export interface Blanking {
  readonly id: CommitId;
  readonly index: number;
  readonly fields: readonly string[];
}

/** Commits that move together with guards, in one transaction. */
export interface GuardedExecutor {
  execute<State, Refusal>(
    decider: Decider<State>,
    id: string,
    execution: GuardedExecution<State, Refusal>,
  ): Promise<Executed<State, Refusal>>;
}

/** Another commit took this version, or recorded this cause, first: look the cause up, else decide again. */
export class CommitConflict extends Error {}
