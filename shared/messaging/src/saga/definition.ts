import type { AnyContract, Contract, Message } from '@ordergraph/events';
import { OrdergraphError } from '../errors.js';
import type { SagaFailure, SagaState } from './state.js';

/**
 * A saga as data: its steps in the order they run, and how each is undone. `Subject` is the state of the stream that runs it.
 * Change the version with any change of steps, and keep the old definition until no run uses it.
 */
export interface SagaDefinition<Subject> {
  readonly name: string;
  readonly version: number;
  readonly steps: readonly SagaStep<Subject>[];
  /** Operators are told of a run that takes this much longer than its deadlines allow. Seconds. */
  readonly patienceSeconds: number;
  /** What the world is told when every step is done. */
  readonly completed: (subject: Subject) => readonly Message[];
  /** What the world is told when everything is undone. */
  readonly compensated: (subject: Subject, reason: string) => readonly Message[];
}

export interface SagaStep<Subject> {
  /** Kebab-case, named by its command. */
  readonly name: string;
  /** Carries everything its owner needs to obey. */
  readonly command: (subject: Subject) => Message;
  readonly succeeded: AnyContract;
  /** None: the owner cannot refuse it. */
  readonly refused?: readonly Refusal[];
  /** The owner waits for the customer; from then on this deadline holds, with the reason of `deadline`, which the step must have. */
  readonly awaiting?: { readonly contract: AnyContract; readonly deadlineSeconds: number };
  /** Without one the command is re-issued until it is answered: the step cannot fail. */
  readonly deadline?: { readonly seconds: number; readonly reason: string };
  readonly undo: SagaUndo<Subject>;
}

/** Everything that one owner did, undone by one command; the owner decides from its own state what there is to undo. */
export interface SagaUndo<Subject> {
  readonly owner: string;
  readonly command: (subject: Subject) => Message;
  readonly completed: AnyContract;
  readonly refused?: readonly Refusal[];
}

/** An event by which an owner refuses definitively, and what it means for the run. */
export interface Refusal {
  readonly contract: AnyContract;
  readonly explain: (data: never) => RefusalExplained;
}

/** `reason`: why the run is compensated; the rest is shown with the step. */
export interface RefusalExplained extends SagaFailure {
  readonly reason: string;
}

/** Pairs a refusing event with its meaning: `refusedBy(PaymentDeclined, ({ decline }) => ({ reason: 'PAYMENT_DECLINED', … }))`. */
export function refusedBy<Data, State>(
  contract: Contract<string, Data, State>,
  explain: (data: Data) => RefusalExplained,
): Refusal {
  return { contract, explain };
}

/** Every event that can move a run of this definition: what its consumer has to react to. */
export function repliesTo<Subject>({ steps }: SagaDefinition<Subject>): readonly AnyContract[] {
  const contracts = steps.flatMap(({ succeeded, refused = [], awaiting, undo }) => [
    succeeded,
    ...refused.map(({ contract }) => contract),
    ...(awaiting ? [awaiting.contract] : []),
    undo.completed,
    ...(undo.refused ?? []).map(({ contract }) => contract),
  ]);
  return [...new Map(contracts.map((contract) => [contract.type, contract])).values()];
}

/** The definition a run began under. @throws {SagaDefinitionUnknown} when this release no longer has it. */
export function definitionOf<Subject>(
  definitions: readonly SagaDefinition<Subject>[],
  saga: SagaState,
): SagaDefinition<Subject> {
  const { name, version } = saga.definition ?? {};
  const found = definitions.find((each) => each.name === name && each.version === version);
  if (!found) throw new SagaDefinitionUnknown(saga);
  return found;
}

/** A run began under a definition that this release does not have: it waits for one that does. */
export class SagaDefinitionUnknown extends OrdergraphError {
  constructor({ instance, definition }: SagaState) {
    super({
      code: 'SAGA_DEFINITION_UNKNOWN',
      message: `the saga of ${instance} runs under ${definition?.name ?? 'no definition'}, version ${definition?.version ?? 0}, which this release does not have`,
      disposition: 'await-release',
      details: { instance, ...definition },
    });
  }
}
