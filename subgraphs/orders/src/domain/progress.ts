import type { SagaState, StepProgress, UndoProgress } from '@ordergraph/messaging/saga';
import { isFinal, type Order, orderStatus, type OrderStatus } from './order.js';

/** The complete progress of an order at one version. */
export interface Progress {
  readonly orderId: string;
  readonly version: number;
  readonly status: OrderStatus;
  readonly steps: readonly StepShown[];
  readonly changed: StepName | undefined;
  readonly occurredAt: Date;
  readonly final: boolean;
}

export interface StepShown {
  readonly name: StepName;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

export type StepName = (typeof stepsShown)[number]['name'];
export type StepStatus =
  'PENDING' | 'RUNNING' | 'AWAITING_CUSTOMER' | 'SUCCEEDED' | 'FAILED' | 'UNDOING' | 'UNDONE' | 'SKIPPED';

/** The steps of every version of the saga as people see them, in the order they run, and who undoes each. */
export const stepsShown = [
  { name: 'RESERVE_STOCK', step: 'reserve-stock', owner: 'inventory' },
  { name: 'AUTHORIZE_PAYMENT', step: 'authorize-payment', owner: 'payments' },
  { name: 'CAPTURE_PAYMENT', step: 'capture-payment', owner: 'payments' },
  { name: 'COMMIT_STOCK', step: 'commit-stock', owner: 'inventory' },
] as const;

export const progressOf = (order: Order): Progress => ({
  orderId: order.id,
  version: order.version,
  status: orderStatus(order),
  steps: stepsOf(order.saga),
  changed: changedIn(order.saga, order.version),
  occurredAt: order.updatedAt,
  final: isFinal(order),
});

export const stepsOf = (saga: SagaState): readonly StepShown[] =>
  stepsShown.map(({ name, step, owner }) => {
    const progress = saga.steps.find((each) => each.name === step);
    const undo = progress?.status === 'REFUSED' ? undefined : saga.undos.find((each) => each.owner === owner);
    return {
      name,
      status: progress ? statusOf(progress, undo) : unissued(saga),
      attempts: progress?.attempts ?? 0,
      startedAt: progress?.startedAt,
      finishedAt: undo && progress ? undo.finishedAt : progress?.finishedAt,
      failure: progress?.failure ?? (progress && undo?.failure),
    };
  });

const unissued = ({ status }: SagaState): StepStatus =>
  status === 'COMPENSATING' || status === 'COMPENSATED' ? 'SKIPPED' : 'PENDING';

/** A step that may have been done shows how its undo fares; one that was refused has nothing to undo. */
function statusOf(progress: StepProgress, undo: UndoProgress | undefined): StepStatus {
  if (undo) return undoStatuses[undo.status];
  return stepStatuses[progress.status];
}

const stepStatuses = {
  RUNNING: 'RUNNING',
  AWAITING_CUSTOMER: 'AWAITING_CUSTOMER',
  SUCCEEDED: 'SUCCEEDED',
  REFUSED: 'FAILED',
  TIMED_OUT: 'FAILED',
} as const satisfies Record<StepProgress['status'], StepStatus>;

/** Abandoned: nobody knows whether it is undone, so it does not say so. */
const undoStatuses = {
  RUNNING: 'UNDOING',
  REFUSED: 'UNDOING',
  COMPLETED: 'UNDONE',
  ABANDONED: 'FAILED',
} as const satisfies Record<UndoProgress['status'], StepStatus>;

function changedIn({ changed, steps }: SagaState, version: number): StepName | undefined {
  if (changed?.version !== version) return undefined;
  const issued = new Set(steps.filter(({ status }) => status !== 'REFUSED').map(({ name }) => name));
  const shown =
    stepsShown.find(({ step }) => step === changed.step) ??
    stepsShown.findLast(({ step, owner }) => owner === changed.owner && issued.has(step));
  return shown?.name;
}
