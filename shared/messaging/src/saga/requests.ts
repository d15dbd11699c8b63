import { compensate, type Draft, endWhenUndone, issueUndo, record } from './draft.js';
import { CancellationRequested, RetryRequested, UndoAbandoned } from './facts.js';
import { currentStep } from './state.js';

/**
 * Somebody wants the run undone. Recorded at once; acted upon at once where nothing is in flight (the run is complete, or
 * the step waits for the customer), else when the step in flight has answered or passed its deadline. A repeat changes nothing.
 */
export function requestCancellation<Subject>(
  draft: Draft<Subject>,
  request: { readonly reason: string; readonly by: string; readonly note?: string },
): Draft<Subject> {
  const { saga } = draft;
  if (saga.cancellation || (saga.status !== 'RUNNING' && saga.status !== 'COMPLETED')) return draft;
  const requested = record(draft, CancellationRequested(request));
  const answerIsNear = currentStep(saga)?.status === 'RUNNING';
  return answerIsNear ? requested : compensate(requested, { reason: request.reason });
}

/** Another attempt for every undo that was refused; what has no answer yet is asked again with the same id by the re-issue. */
export function retry<Subject>(draft: Draft<Subject>, by: string): Draft<Subject> {
  const { definition, saga } = draft;
  if (saga.status !== 'RUNNING' && saga.status !== 'COMPENSATING') return draft;
  const refused = new Set(saga.undos.filter(({ status }) => status === 'REFUSED').map(({ owner }) => owner));
  const undos = new Map(definition.steps.map(({ undo }) => [undo.owner, undo]));
  const requested = record(draft, RetryRequested({ by, patienceSeconds: definition.patienceSeconds }));
  return [...undos.values()]
    .filter(({ owner }) => refused.has(owner))
    .reduce((issuing, undo) => issueUndo(issuing, undo), requested);
}

/** An operator stops waiting for the step in flight: it is in doubt, and its undo covers it. */
export function compensateNow<Subject>(
  draft: Draft<Subject>,
  why: { readonly reason: string; readonly by: string; readonly note: string },
): Draft<Subject> {
  return draft.saga.status === 'RUNNING' ? compensate(draft, why) : draft;
}

/** An operator answers for the undos that are still open; the run ends. */
export function abandonUndos<Subject>(
  draft: Draft<Subject>,
  { by, note }: { readonly by: string; readonly note: string },
): Draft<Subject> {
  if (draft.saga.status !== 'COMPENSATING') return draft;
  const open = draft.saga.undos.filter(({ status }) => status === 'RUNNING' || status === 'REFUSED');
  const abandoned = open.map(({ owner }) => UndoAbandoned({ owner, by, note }));
  return endWhenUndone(record(draft, ...abandoned));
}
