import type { DataOf } from '@ordergraph/events';
import type { Recorded } from '../commits/decider.js';
import type { SagaFact, StepIssued, StepRefused, UndoIssued, UndoRefused } from './facts.js';
import {
  initialSaga,
  type SagaState,
  stepCommandId,
  type StepProgress,
  undoCommandId,
  type UndoProgress,
} from './state.js';

/** The run after one more fact. Pure; times come from the commit, numbers from the fact, so a changed configuration does not change the past. */
export function evolveSaga(saga: SagaState, fact: SagaFact, recorded: Recorded): SagaState {
  const { at } = recorded;
  switch (fact.type) {
    case 'saga.started.v1': {
      const { definition, definitionVersion, patienceSeconds } = fact.data;
      return {
        ...initialSaga(saga.instance),
        status: 'RUNNING',
        definition: { name: definition, version: definitionVersion },
        stuckAt: after(at, patienceSeconds),
      };
    }
    case 'saga.step-issued.v1':
      return changed({ ...saga, steps: [...saga.steps, issuedStep(saga, fact.data, at)] }, recorded, fact.data);
    case 'saga.step-awaiting-customer.v1':
      return changed(awaitCustomer(saga, fact.data, at), recorded, fact.data);
    case 'saga.step-succeeded.v1':
      return changed(withStep(saga, fact.data.step, { status: 'SUCCEEDED', finishedAt: at }), recorded, fact.data);
    case 'saga.step-refused.v1':
      return changed(refuseStep(saga, fact.data, at), recorded, fact.data);
    case 'saga.step-timed-out.v1':
      return changed(timeOutStep(saga, fact.data.step, at), recorded, fact.data);
    case 'saga.cancellation-requested.v1': {
      const { reason, by, note } = fact.data;
      return { ...saga, cancellation: { reason, by, at, ...(note !== undefined && { note }) } };
    }
    case 'saga.compensation-started.v1': {
      const { reason, patienceSeconds } = fact.data;
      const compensation = { reason, startedAt: at };
      return { ...without(saga, 'endedAt'), status: 'COMPENSATING', compensation, stuckAt: after(at, patienceSeconds) };
    }
    case 'saga.undo-issued.v1':
      return changed(issueUndo(saga, fact.data, at), recorded, fact.data);
    case 'saga.undo-completed.v1':
      return changed(withUndo(saga, fact.data.owner, { status: 'COMPLETED', finishedAt: at }), recorded, fact.data);
    case 'saga.undo-refused.v1':
      return changed(refuseUndo(saga, fact.data, at), recorded, fact.data);
    case 'saga.undo-abandoned.v1': {
      const failure = { code: 'UNDO_ABANDONED', message: fact.data.note };
      const update = { status: 'ABANDONED', finishedAt: at, failure } as const;
      return changed(withUndo(saga, fact.data.owner, update), recorded, fact.data);
    }
    case 'saga.retry-requested.v1':
      return { ...saga, stuckAt: after(at, fact.data.patienceSeconds) };
    case 'saga.completed.v1':
      return { ...without(saga, 'stuckAt'), status: 'COMPLETED', endedAt: at };
    case 'saga.compensated.v1':
      return { ...without(saga, 'stuckAt'), status: 'COMPENSATED', endedAt: at };
  }
}

const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000);

function issuedStep(saga: SagaState, data: DataOf<typeof StepIssued>, at: Date): StepProgress {
  const { step, attempt, deadlineSeconds } = data;
  return {
    name: step,
    status: 'RUNNING',
    commandId: stepCommandId(saga.instance, step, attempt),
    attempts: attempt,
    startedAt: at,
    ...(deadlineSeconds !== undefined && { deadlineAt: after(at, deadlineSeconds) }),
  };
}

function awaitCustomer(saga: SagaState, data: { step: string; deadlineSeconds: number }, at: Date): SagaState {
  const deadlineAt = after(at, data.deadlineSeconds);
  const waiting = withStep(saga, data.step, { status: 'AWAITING_CUSTOMER', deadlineAt });
  return saga.stuckAt ? { ...waiting, stuckAt: after(saga.stuckAt, data.deadlineSeconds) } : waiting;
}

function refuseStep(saga: SagaState, data: DataOf<typeof StepRefused>, at: Date): SagaState {
  const { step, code, message, details } = data;
  const failure = { code, message, ...(details !== undefined && { details }) };
  return { ...withStep(saga, step, { status: 'REFUSED', finishedAt: at, failure }), lastError: message };
}

function timeOutStep(saga: SagaState, step: string, at: Date): SagaState {
  const failure = { code: 'TIMEOUT', message: `No answer to ${step} in time.` };
  return { ...withStep(saga, step, { status: 'TIMED_OUT', finishedAt: at, failure }), lastError: failure.message };
}

function issueUndo(saga: SagaState, { owner, attempt }: DataOf<typeof UndoIssued>, at: Date): SagaState {
  const commandId = undoCommandId(saga.instance, owner, attempt);
  const undo: UndoProgress = { owner, status: 'RUNNING', commandId, attempts: attempt, startedAt: at };
  return { ...saga, undos: [...saga.undos.filter((each) => each.owner !== owner), undo] };
}

function refuseUndo(saga: SagaState, data: DataOf<typeof UndoRefused>, at: Date): SagaState {
  const { owner, code, message } = data;
  const refused = withUndo(saga, owner, { status: 'REFUSED', finishedAt: at, failure: { code, message } });
  return { ...refused, lastError: message, stuckAt: at };
}

const withStep = (saga: SagaState, name: string, update: Partial<StepProgress>): SagaState => ({
  ...saga,
  steps: saga.steps.map((step) => (step.name === name ? { ...step, ...update } : step)),
});

const withUndo = (saga: SagaState, owner: string, update: Partial<UndoProgress>): SagaState => ({
  ...saga,
  undos: saga.undos.map((undo) => (undo.owner === owner ? { ...undo, ...update } : undo)),
});

/** The first thing that a version does to a step is what it is about; what follows from it (the next step) is not. */
function changed(
  saga: SagaState,
  { version }: Recorded,
  { step, owner }: { readonly step?: string; readonly owner?: string },
): SagaState {
  if (saga.changed?.version === version) return saga;
  return { ...saga, changed: { version, ...(step !== undefined && { step }), ...(owner !== undefined && { owner }) } };
}

function without<Key extends keyof SagaState>(saga: SagaState, key: Key): Omit<SagaState, Key> {
  const { [key]: _removed, ...rest } = saga;
  return rest;
}
