import {
  type AnyContract,
  type Contract,
  type Message,
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  publicContracts,
} from '@ordergraph/events';
import {
  CancellationRequested,
  CompensationStarted,
  RetryRequested,
  SagaCompensated,
  SagaCompleted,
  sagaFacts,
  SagaStarted,
  StepAwaitingCustomer,
  StepIssued,
  StepRefused,
  StepSucceeded,
  StepTimedOut,
  UndoAbandoned,
  UndoCompleted,
  UndoIssued,
  UndoRefused,
} from '@ordergraph/messaging/saga';
import { orderFacts, PaymentTokenGiven } from './order-facts.js';

const stepTitles: Readonly<Record<string, string>> = {
  'reserve-stock': 'Reserving the stock',
  'authorize-payment': 'Authorizing the payment',
  'capture-payment': 'Taking the payment',
  'commit-stock': 'Selling the stock',
};
const ownerTitles: Readonly<Record<string, string>> = { inventory: 'The warehouse', payments: 'The payment service' };

const title = (step: string): string => stepTitles[step] ?? step;
const party = (owner: string): string => ownerTitles[owner] ?? owner;

type Summary = readonly [type: string, text: (data: never) => string];
const says = <Data>({ type }: Contract<string, Data, never> | AnyContract, text: (data: Data) => string): Summary => [
  type,
  text,
];

/** What customers read: notes of operators are not part of it. */
const summaries = new Map<string, (data: never) => string>([
  says(OrderPlaced, ({ number }: OrderPlaced['data']) => `Order ${number} was placed.`),
  says(OrderConfirmed, () => 'The order was confirmed.'),
  says(OrderCancelled, ({ reason }: OrderCancelled['data']) => `The order was cancelled (${reason}).`),
  says(PaymentTokenGiven, () => 'A means of payment was given.'),
  says(SagaStarted, () => 'Fulfilment began.'),
  says(StepIssued, ({ step }: StepOnly) => `${title(step)} began.`),
  says(StepAwaitingCustomer, ({ step }: StepOnly) => `${title(step)} waits for the customer.`),
  says(StepSucceeded, ({ step }: StepOnly) => `${title(step)} succeeded.`),
  says(StepRefused, ({ step, message }: StepOnly & { message: string }) => `${title(step)} was refused: ${message}`),
  says(StepTimedOut, ({ step }: StepOnly) => `${title(step)} was not answered in time.`),
  says(CancellationRequested, () => 'Cancellation was requested.'),
  says(CompensationStarted, ({ reason }: { reason: string }) => `Everything is being undone (${reason}).`),
  says(UndoIssued, ({ owner }: OwnerOnly) => `${party(owner)} was asked to undo its part.`),
  says(UndoCompleted, ({ owner }: OwnerOnly) => `${party(owner)} undid its part.`),
  says(UndoRefused, ({ owner }: OwnerOnly) => `${party(owner)} could not undo its part yet.`),
  says(UndoAbandoned, ({ owner }: OwnerOnly) => `The part of ${party(owner).toLowerCase()} was settled by hand.`),
  says(RetryRequested, () => 'An operator tried again.'),
  says(SagaCompleted, () => 'Fulfilment is complete.'),
  says(SagaCompensated, () => 'Everything is undone.'),
]);

interface StepOnly {
  readonly step: string;
}
interface OwnerOnly {
  readonly owner: string;
}

/** One message of an order's stream in a sentence. */
export function summaryOf({ type, data }: Message): string {
  const own = summaries.get(type);
  if (own) return own(data as never);
  const contract = contractOf(type);
  return contract?.kind === 'command' ? `Asked ${contract.owner}: ${contract.summary}` : (contract?.summary ?? type);
}

/** What a message says, without what must never be shown. */
export function shownData({ type, data }: Message): unknown {
  const secret = contractOf(type)?.secret ?? [];
  if (secret.length === 0) return data;
  return { ...(data as object), ...Object.fromEntries(secret.map((field) => [field, '•••'])) };
}

const privateFacts = new Map([...orderFacts, ...sagaFacts].map((contract) => [contract.type, contract]));

const contractOf = (type: string): AnyContract | undefined => privateFacts.get(type) ?? publicContracts.find(type);
