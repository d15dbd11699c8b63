import { defineFact, type AnyContract, type Message, type MessageOf } from '@ordergraph/events';
import { z } from 'zod';

const Step = z.string().min(1);
const Owner = z.string().min(1);
const Seconds = z.number().positive();
const Operator = z.string();

/** A run began. It names its definition's version, so that the rules it began under stay its rules. */
export const SagaStarted = defineFact('saga.started.v1', {
  summary: 'The run began.',
  data: z.strictObject({
    definition: z.string(),
    definitionVersion: z.number().int().min(1),
    patienceSeconds: Seconds,
  }),
  example: { data: { definition: 'order-fulfilment', definitionVersion: 1, patienceSeconds: 450 } },
});

/** The command of a step was issued; without an answer within `deadlineSeconds` the run is compensated. */
export const StepIssued = defineFact('saga.step-issued.v1', {
  summary: 'A step was asked for.',
  data: z.strictObject({ step: Step, attempt: z.number().int().min(1), deadlineSeconds: Seconds.optional() }),
  example: { data: { step: 'reserve-stock', attempt: 1, deadlineSeconds: 30 } },
});

/** The owner took the step up and waits for the customer; from here on another deadline holds. */
export const StepAwaitingCustomer = defineFact('saga.step-awaiting-customer.v1', {
  summary: 'A step waits for the customer.',
  data: z.strictObject({ step: Step, deadlineSeconds: Seconds }),
  example: { data: { step: 'authorize-payment', deadlineSeconds: 900 } },
});

export const StepSucceeded = defineFact('saga.step-succeeded.v1', {
  summary: 'A step is done.',
  data: z.strictObject({ step: Step }),
  example: { data: { step: 'reserve-stock' } },
});

/** Definitive: the owner did nothing and will do nothing for this attempt, so there is nothing to undo. */
export const StepRefused = defineFact('saga.step-refused.v1', {
  summary: 'A step was refused definitively.',
  data: z.strictObject({ step: Step, code: z.string(), message: z.string(), details: z.unknown().optional() }),
  example: { data: { step: 'authorize-payment', code: 'card_declined', message: 'The card was declined.' } },
});

/** No answer in time: the step is in doubt, and its undo covers it. */
export const StepTimedOut = defineFact('saga.step-timed-out.v1', {
  summary: 'A step was not answered in time.',
  data: z.strictObject({ step: Step }),
  example: { data: { step: 'authorize-payment' } },
});

/** Acts once the step in flight has answered or passed its deadline. */
export const CancellationRequested = defineFact('saga.cancellation-requested.v1', {
  summary: 'Somebody asked to cancel.',
  data: z.strictObject({ reason: z.string(), by: z.string(), note: z.string().optional() }),
  example: { data: { reason: 'CUSTOMER_REQUEST', by: 'user:c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11' } },
});

export const CompensationStarted = defineFact('saga.compensation-started.v1', {
  summary: 'Everything that was done, or may have been done, is being undone.',
  data: z.strictObject({
    reason: z.string(),
    patienceSeconds: Seconds,
    by: Operator.optional(),
    note: z.string().optional(),
  }),
  example: { data: { reason: 'PAYMENT_DECLINED', patienceSeconds: 300 } },
});

export const UndoIssued = defineFact('saga.undo-issued.v1', {
  summary: 'An owner was asked to undo whatever it did.',
  data: z.strictObject({ owner: Owner, attempt: z.number().int().min(1) }),
  example: { data: { owner: 'inventory', attempt: 1 } },
});

export const UndoCompleted = defineFact('saga.undo-completed.v1', {
  summary: 'An owner holds nothing any more.',
  data: z.strictObject({ owner: Owner }),
  example: { data: { owner: 'inventory' } },
});

/** Waits for an operator: a retry is a new attempt. */
export const UndoRefused = defineFact('saga.undo-refused.v1', {
  summary: 'An owner could not undo what it did.',
  data: z.strictObject({ owner: Owner, code: z.string(), message: z.string() }),
  example: { data: { owner: 'payments', code: 'refund_failed', message: 'The account is closed.' } },
});

export const UndoAbandoned = defineFact('saga.undo-abandoned.v1', {
  summary: 'An operator gave up waiting for an undo that was settled by hand.',
  data: z.strictObject({ owner: Owner, by: Operator, note: z.string() }),
  example: { data: { owner: 'payments', by: 'user:operator', note: 'Refunded by bank transfer.' } },
});

export const RetryRequested = defineFact('saga.retry-requested.v1', {
  summary: 'An operator asked to try again what is stuck.',
  data: z.strictObject({ by: Operator, patienceSeconds: Seconds }),
  example: { data: { by: 'user:operator', patienceSeconds: 300 } },
});

export const SagaCompleted = defineFact('saga.completed.v1', {
  summary: 'Every step is done.',
  data: z.strictObject({}),
  example: { data: {} },
});

export const SagaCompensated = defineFact('saga.compensated.v1', {
  summary: 'Everything is undone.',
  data: z.strictObject({}),
  example: { data: {} },
});

const contracts = {
  SagaStarted,
  StepIssued,
  StepAwaitingCustomer,
  StepSucceeded,
  StepRefused,
  StepTimedOut,
  CancellationRequested,
  CompensationStarted,
  UndoIssued,
  UndoCompleted,
  UndoRefused,
  UndoAbandoned,
  RetryRequested,
  SagaCompleted,
  SagaCompensated,
};

/** One step of a saga's progress, as its stream records it. */
export type SagaFact = MessageOf<(typeof contracts)[keyof typeof contracts]>;

/** The facts of every saga: a service that runs one lists them under `MessagingParts.facts`. */
export const sagaFacts: readonly AnyContract[] = Object.values(contracts);

const factTypes: ReadonlySet<string> = new Set(sagaFacts.map(({ type }) => type));

/** Whether a message of a stream is the progress of its saga: give it to `evolveSaga`. */
export const isSagaFact = (message: Message): message is SagaFact => factTypes.has(message.type);
