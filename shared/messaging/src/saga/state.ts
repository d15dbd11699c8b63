/**
 * Where a run stands. It is the fold of the run's facts and needs no definition to be read.
 *
 * RUNNING (exactly one step in flight) → COMPLETED → (a cancellation that comes later) COMPENSATING
 * RUNNING → COMPENSATING (one undo per owner in flight, in parallel) → COMPENSATED, which is final.
 * Invariant: COMPENSATED only when every owner with a step that was issued and not refused has undone it, or an operator
 * answered for it.
 */
export interface SagaState {
  /** The first part of the ids of its commands; the subject's id. */
  readonly instance: string;
  readonly status: SagaStatus;
  readonly definition?: { readonly name: string; readonly version: number };
  /** Those that were issued, in that order. */
  readonly steps: readonly StepProgress[];
  readonly undos: readonly UndoProgress[];
  /** What was asked for, as long as it is not acted upon also. */
  readonly cancellation?: { readonly reason: string; readonly by: string; readonly note?: string; readonly at: Date };
  readonly compensation?: { readonly reason: string; readonly startedAt: Date };
  /** It should have ended by then; operators look at what has not. Undefined when ended. */
  readonly stuckAt?: Date;
  readonly endedAt?: Date;
  /** What the newest version that touched a step did first. */
  readonly changed?: { readonly version: number; readonly step?: string; readonly owner?: string };
  readonly lastError?: string;
}

export type SagaStatus = 'NOT_STARTED' | 'RUNNING' | 'COMPLETED' | 'COMPENSATING' | 'COMPENSATED';

export interface StepProgress {
  readonly name: string;
  readonly status: 'RUNNING' | 'AWAITING_CUSTOMER' | 'SUCCEEDED' | 'REFUSED' | 'TIMED_OUT';
  /** Of its command: `<instance>/<step>/<attempt>`. */
  readonly commandId: string;
  readonly attempts: number;
  readonly startedAt: Date;
  readonly deadlineAt?: Date;
  readonly finishedAt?: Date;
  readonly failure?: SagaFailure;
}

export interface UndoProgress {
  readonly owner: string;
  readonly status: 'RUNNING' | 'REFUSED' | 'COMPLETED' | 'ABANDONED';
  /** Of its command: `<instance>/undo-<owner>/<attempt>`. */
  readonly commandId: string;
  readonly attempts: number;
  readonly startedAt: Date;
  readonly finishedAt?: Date;
  readonly failure?: SagaFailure;
}

/** `details` is what the refusing event said beside: plain JSON. */
export interface SagaFailure {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
}

/** A run that has not begun. */
export const initialSaga = (instance: string): SagaState => ({
  instance,
  status: 'NOT_STARTED',
  steps: [],
  undos: [],
});

/** The step in flight; undefined unless RUNNING. */
export const currentStep = (saga: SagaState): StepProgress | undefined =>
  saga.status === 'RUNNING' ? saga.steps.at(-1) : undefined;

/** Whether the run should have ended long ago, or waits for an operator. */
export const isStuck = (saga: SagaState, now: Date): boolean => saga.stuckAt !== undefined && saga.stuckAt <= now;

export const stepCommandId = (instance: string, step: string, attempt: number): string =>
  `${instance}/${step}/${attempt}`;

export const undoCommandId = (instance: string, owner: string, attempt: number): string =>
  `${instance}/undo-${owner}/${attempt}`;
