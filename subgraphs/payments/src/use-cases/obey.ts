import type { Message } from '@ordergraph/events';
import type { Cause, Commit } from '@ordergraph/messaging';
import type { Payment } from '../domain/payment.js';
import { paymentDecider } from '../domain/payment-decider.js';
import { decideWhenSettled, unlessOpen } from './decide-when-settled.js';
import type { Payments } from './payments.js';
import { outcomeCause, settleOperation } from './settle-operation.js';
import { customerAnswerCause } from './continue-authorization.js';

/**
 * Obeys a command in two phases: the intent is recorded, the provider asked, the outcome recorded. Returns only after the
 * outcome. A redelivery finds the intent and resumes it with the same key; one that finds the outcome has it sent again.
 *
 * @throws {ProviderRejected} the outcome is recorded and told all the same; the dead letter tells of it
 */
export async function obey(
  payments: Payments,
  orderId: string,
  command: Cause,
  decide: (payment: Payment) => readonly Message[],
): Promise<void> {
  const { context } = command;
  const executed = await decideWhenSettled(payments, context, () =>
    payments.log.execute(paymentDecider, orderId, {
      ...command,
      answerAgain: false,
      decide: (payment) => unlessOpen(payment, decide),
    }),
  );
  const { operation } = executed.state;
  if (operation) {
    const rejection = await settleOperation(payments, executed.state, operation, context);
    // An operation of another command is no reason to put this one among the dead letters.
    if (rejection && 'commit' in executed && keyIn(executed.commit) === operation.key) throw rejection;
  } else if (executed.outcome === 'repeated') await answerAgain(payments, executed.state, executed.commit, command);
}

/** Sends the commit again that holds the answer: the outcome where there was an intent, else the command's own. */
async function answerAgain(payments: Payments, payment: Payment, commit: Commit, { context }: Cause): Promise<void> {
  const cause = answeringCause(payment, commit);
  await payments.log.execute(paymentDecider, payment.id, { cause, context, answerAgain: true, decide: () => [] });
}

function answeringCause({ authorization }: Payment, commit: Commit): string {
  const key = keyIn(commit);
  if (key === undefined) return commit.cause;
  const isAnsweredByCustomer = authorization?.answeredBy !== undefined && authorization.key === key;
  return isAnsweredByCustomer ? customerAnswerCause(authorization.answeredBy) : outcomeCause(key);
}

/** Of the operation that this commit intends. */
const keyIn = ({ messages }: Commit): string | undefined =>
  messages.map(({ data }) => (data as { readonly key?: string }).key).find((each) => each !== undefined);
