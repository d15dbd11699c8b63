import type { Message } from '@ordergraph/events';
import type { SagaDefinition, SagaStep, SagaUndo } from './definition.js';
import { evolveSaga } from './evolve.js';
import { CompensationStarted, isSagaFact, SagaCompensated, StepIssued, UndoIssued } from './facts.js';
import { type SagaState, stepCommandId, undoCommandId } from './state.js';

/** What a decision is made on: the run, the state of the stream it runs in, and the database's time. */
export interface SagaSituation<Subject> {
  readonly saga: SagaState;
  readonly subject: Subject;
  readonly now: Date;
}

/** A decision in the making: what is recorded so far, and the run as it will be then. */
export interface Draft<Subject> extends SagaSituation<Subject> {
  readonly definition: SagaDefinition<Subject>;
  readonly messages: readonly Message[];
}

export const draftOf = <Subject>(
  definition: SagaDefinition<Subject>,
  { saga, subject, now }: SagaSituation<Subject>,
): Draft<Subject> => ({ definition, saga, subject, now, messages: [] });

/** Records messages; the run moves on by those that are its facts. */
export function record<Subject>(draft: Draft<Subject>, ...messages: readonly Message[]): Draft<Subject> {
  const recorded = { version: 0, at: draft.now };
  const saga = messages
    .filter(isSagaFact)
    .reduce((folded: SagaState, fact) => evolveSaga(folded, fact, recorded), draft.saga);
  return { ...draft, saga, messages: [...draft.messages, ...messages] };
}

/** Asks the owner of a step to do it. */
export function issueStep<Subject>(draft: Draft<Subject>, step: SagaStep<Subject>): Draft<Subject> {
  const { saga, subject } = draft;
  const id = stepCommandId(saga.instance, step.name, 1);
  const fact = StepIssued({ step: step.name, attempt: 1, deadlineSeconds: step.deadline?.seconds });
  return record(draft, fact, { ...step.command(subject), id });
}

/** Asks an owner to undo everything it did: the first attempt, or another one after a refusal. */
export function issueUndo<Subject>(draft: Draft<Subject>, undo: SagaUndo<Subject>): Draft<Subject> {
  const { saga, subject } = draft;
  const attempt = (saga.undos.find(({ owner }) => owner === undo.owner)?.attempts ?? 0) + 1;
  const id = undoCommandId(saga.instance, undo.owner, attempt);
  return record(draft, UndoIssued({ owner: undo.owner, attempt }), { ...undo.command(subject), id });
}

/** Begins compensation: one undo for each owner of a step that was issued and not refused, all at once. */
export function compensate<Subject>(
  draft: Draft<Subject>,
  why: { readonly reason: string; readonly by?: string; readonly note?: string },
): Draft<Subject> {
  const { definition } = draft;
  const started = record(draft, CompensationStarted({ ...why, patienceSeconds: definition.patienceSeconds }));
  return endWhenUndone(undosOwed(started).reduce((issuing, undo) => issueUndo(issuing, undo), started));
}

/** Ends the compensation when no undo is open any more. */
export function endWhenUndone<Subject>(draft: Draft<Subject>): Draft<Subject> {
  const { definition, saga, subject } = draft;
  const open = saga.undos.some(({ status }) => status === 'RUNNING' || status === 'REFUSED');
  if (open || !saga.compensation) return draft;
  return record(draft, SagaCompensated({}), ...definition.compensated(subject, saga.compensation.reason));
}

/** Steps in doubt count: only a definitive refusal means that there is nothing to undo. */
function undosOwed<Subject>({ definition, saga }: Draft<Subject>): readonly SagaUndo<Subject>[] {
  const done = new Set(saga.steps.filter(({ status }) => status !== 'REFUSED').map(({ name }) => name));
  const undos = definition.steps.filter(({ name }) => done.has(name)).map(({ undo }) => undo);
  return [...new Map(undos.map((undo) => [undo.owner, undo])).values()];
}
