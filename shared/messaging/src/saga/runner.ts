import type { Message } from '@ordergraph/events';
import { answer, timeOut } from './answers.js';
import { definitionOf, type SagaDefinition } from './definition.js';
import { type Draft, draftOf, issueStep, record, type SagaSituation } from './draft.js';
import { SagaStarted } from './facts.js';
import { abandonUndos, compensateNow, requestCancellation, retry } from './requests.js';
import { currentStep, type SagaState } from './state.js';

/**
 * Runs sagas as pure decisions: each function returns the messages to record in the stream of the run (its facts, the
 * commands it issues, what the definition says at the end), or none when the input changes nothing.
 */
export interface SagaRunner<Subject> {
  /** Begins a run under the first definition. */
  start(situation: SagaSituation<Subject>): readonly Message[];
  /** An event of an owner arrived. */
  reply(situation: SagaSituation<Subject>, event: Message): readonly Message[];
  /** For `Decider.onDue`: a deadline has passed. */
  onDue(situation: SagaSituation<Subject>): readonly Message[];
  requestCancellation(situation: SagaSituation<Subject>, request: CancellationRequest): readonly Message[];
  /** Operator: try again what is stuck. */
  retry(situation: SagaSituation<Subject>, by: string): readonly Message[];
  /** Operator: undo instead of waiting for the step in flight. */
  compensate(
    situation: SagaSituation<Subject>,
    why: CancellationRequest & { readonly note: string },
  ): readonly Message[];
  /** Operator: the open undos were settled by hand. */
  abandon(situation: SagaSituation<Subject>, why: { readonly by: string; readonly note: string }): readonly Message[];
}

/** `by`: the actor, `user:<id>`. */
export interface CancellationRequest {
  readonly reason: string;
  readonly by: string;
  readonly note?: string;
}

/** @param definitions first the one that new runs begin under; the others stay, or are there already, for runs of other releases. */
export function sagaRunner<Subject>(
  definitions: readonly [SagaDefinition<Subject>, ...SagaDefinition<Subject>[]],
): SagaRunner<Subject> {
  type Situation = SagaSituation<Subject>;
  const decide = (situation: Situation, by: (draft: Draft<Subject>) => Draft<Subject>): readonly Message[] => {
    if (situation.saga.status === 'NOT_STARTED') return [];
    return by(draftOf(definitionOf(definitions, situation.saga), situation)).messages;
  };
  return {
    start: (situation) => start(draftOf(definitions[0], situation)).messages,
    reply: (situation, event) => decide(situation, (draft) => answer(draft, event)),
    onDue: (situation) => decide(situation, timeOut),
    requestCancellation: (situation, request) => decide(situation, (draft) => requestCancellation(draft, request)),
    retry: (situation, by) => decide(situation, (draft) => retry(draft, by)),
    compensate: (situation, why) => decide(situation, (draft) => compensateNow(draft, why)),
    abandon: (situation, why) => decide(situation, (draft) => abandonUndos(draft, why)),
  };
}

function start<Subject>(draft: Draft<Subject>): Draft<Subject> {
  const { definition, saga } = draft;
  const [first] = definition.steps;
  if (saga.status !== 'NOT_STARTED' || !first) return draft;
  const started = SagaStarted({
    definition: definition.name,
    definitionVersion: definition.version,
    patienceSeconds: secondsAllowed(definition) + definition.patienceSeconds,
  });
  return issueStep(record(draft, started), first);
}

const secondsAllowed = <Subject>({ steps }: SagaDefinition<Subject>): number =>
  steps.reduce((sum, { deadline }) => sum + (deadline?.seconds ?? 0), 0);

/** For `Decider.wakeAt`: the deadline of the step in flight. */
export const sagaDeadline = (saga: SagaState): Date | undefined => currentStep(saga)?.deadlineAt;

/** For `Decider.unanswered`: ids of the commands in flight. A step that waits for the customer was answered. */
export function unansweredCommands(saga: SagaState): readonly string[] {
  const step = currentStep(saga);
  const undos = saga.undos.filter(({ status }) => status === 'RUNNING');
  return [...(step?.status === 'RUNNING' ? [step] : []), ...undos].map(({ commandId }) => commandId);
}
