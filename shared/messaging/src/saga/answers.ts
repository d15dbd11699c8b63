import type { DataOf, Message } from '@ordergraph/events';
import type { Refusal, RefusalExplained, SagaStep } from './definition.js';
import { compensate, type Draft, endWhenUndone, issueStep, record } from './draft.js';
import {
  SagaCompleted,
  StepAwaitingCustomer,
  StepRefused,
  StepSucceeded,
  StepTimedOut,
  UndoCompleted,
  UndoRefused,
} from './facts.js';
import { currentStep } from './state.js';

/**
 * What an event of an owner means for the run. Only the step in flight, or an undo in flight, can be answered: an answer to
 * anything else is a duplicate, or came too late and is covered by the undo. Those change nothing.
 */
export function answer<Subject>(draft: Draft<Subject>, reply: Message): Draft<Subject> {
  switch (draft.saga.status) {
    case 'RUNNING':
      return answerStep(draft, reply);
    case 'COMPENSATING':
      return answerUndo(draft, reply);
    case 'NOT_STARTED':
    case 'COMPLETED':
    case 'COMPENSATED':
      return draft;
  }
}

/** The step in flight was not answered in time: compensation covers it. */
export function timeOut<Subject>(draft: Draft<Subject>): Draft<Subject> {
  const { saga, now } = draft;
  const current = currentStep(saga);
  const deadline = stepInFlight(draft)?.deadline;
  if (!current?.deadlineAt || !deadline || current.deadlineAt > now) return draft;
  const timedOut = record(draft, StepTimedOut({ step: current.name }));
  return compensate(timedOut, { reason: saga.cancellation?.reason ?? deadline.reason });
}

function answerStep<Subject>(draft: Draft<Subject>, reply: Message): Draft<Subject> {
  const step = stepInFlight(draft);
  if (!step) return draft;
  if (reply.type === step.succeeded.type) return advance(record(draft, StepSucceeded({ step: step.name })), step);
  if (reply.type === step.awaiting?.contract.type) return awaitCustomer(draft, step);
  const explained = explainedRefusal(step.refused, reply);
  return explained ? refuseStep(draft, step, explained) : draft;
}

/** A cancellation that was asked for meanwhile acts now, before anything else is asked of anybody. */
function advance<Subject>(draft: Draft<Subject>, done: SagaStep<Subject>): Draft<Subject> {
  const { definition, saga, subject } = draft;
  if (saga.cancellation) return compensate(draft, { reason: saga.cancellation.reason });
  const next = definition.steps[definition.steps.indexOf(done) + 1];
  return next ? issueStep(draft, next) : record(draft, SagaCompleted({}), ...definition.completed(subject));
}

function awaitCustomer<Subject>(draft: Draft<Subject>, step: SagaStep<Subject>): Draft<Subject> {
  const { saga } = draft;
  if (!step.awaiting || currentStep(saga)?.status === 'AWAITING_CUSTOMER') return draft;
  const { deadlineSeconds } = step.awaiting;
  const waiting = record(draft, StepAwaitingCustomer({ step: step.name, deadlineSeconds }));
  return saga.cancellation ? compensate(waiting, { reason: saga.cancellation.reason }) : waiting;
}

function refuseStep<Subject>(
  draft: Draft<Subject>,
  { name }: SagaStep<Subject>,
  { reason, ...failure }: RefusalExplained,
): Draft<Subject> {
  const refused: DataOf<typeof StepRefused> = { step: name, ...failure };
  return compensate(record(draft, StepRefused(refused)), { reason: draft.saga.cancellation?.reason ?? reason });
}

function answerUndo<Subject>(draft: Draft<Subject>, reply: Message): Draft<Subject> {
  const open = draft.saga.undos.filter(({ status }) => status === 'RUNNING' || status === 'REFUSED');
  for (const { owner, status } of open) {
    const undo = draft.definition.steps.find((step) => step.undo.owner === owner)?.undo;
    if (reply.type === undo?.completed.type) return endWhenUndone(record(draft, UndoCompleted({ owner })));
    const explained = status === 'RUNNING' ? explainedRefusal(undo?.refused, reply) : undefined;
    if (explained) return record(draft, UndoRefused({ owner, code: explained.code, message: explained.message }));
  }
  return draft;
}

function explainedRefusal(refusals: readonly Refusal[] = [], reply: Message): RefusalExplained | undefined {
  return refusals.find(({ contract }) => contract.type === reply.type)?.explain(reply.data as never);
}

const stepInFlight = <Subject>({ definition, saga }: Draft<Subject>): SagaStep<Subject> | undefined =>
  definition.steps.find(({ name }) => name === currentStep(saga)?.name);
