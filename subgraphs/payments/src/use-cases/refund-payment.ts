import { type Cause, type Commit, type GuardKey, type History, refuse } from '@ordergraph/messaging';
import { ServiceUnavailable } from '@ordergraph/service';
import { RefundIntended } from '../domain/facts/index.js';
import type { Payment } from '../domain/payment.js';
import { paymentDecider } from '../domain/payment-decider.js';
import { refund, type RefundInput, type RefundRefusal } from '../domain/refund.js';
import { RefundRefused } from '../provider/errors.js';
import { decideWhenSettled, type OperationOpen, unlessOpen } from './decide-when-settled.js';
import type { Payments } from './payments.js';
import { settleOperation } from './settle-operation.js';

/**
 * A cause is unique within its stream, and the stream here is chosen by the input: a guard remembers for which payment an
 * idempotency key was used, so that it cannot refund a second one.
 */
const refundKey = (keyId: string): GuardKey => ({ collection: 'refundKeys', id: keyId });

export type RefundOutcome =
  | { readonly outcome: 'refunded'; readonly payment: History<Payment> }
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'refused'; readonly refusal: RefundRefusal };

/**
 * Gives money back on an order that stands. The intent is recorded with a command to ourselves that finishes the refund
 * should this process die; then the provider is asked right here, so that the client learns the outcome.
 *
 * @throws {ServiceUnavailable} it will be finished; the same key tells how it ended
 * @throws {RefundRefused}
 */
export async function refundPayment(
  payments: Payments,
  request: { readonly paymentId: string; readonly keyId: string; readonly input: RefundInput },
  cause: Cause,
): Promise<RefundOutcome> {
  const key = refundKey(request.keyId);
  const { paymentId, input } = request;
  const executed = await decideWhenSettled(payments, cause.context, () =>
    payments.log.executeGuarded<Payment, RefundRefusal | 'key-reused' | OperationOpen>(paymentDecider, paymentId, {
      ...cause,
      guards: [key],
      decide: (payment, guards) => {
        if (guards.get(key.collection, key.id)) return refuse('key-reused');
        const decision = unlessOpen(payment, (settled) => refund(settled, input));
        return 'refused' in decision ? decision : { messages: decision, changes: [{ ...key, value: { paymentId } }] };
      },
    }),
  );
  switch (executed.outcome) {
    case 'committed':
    case 'repeated':
      return { outcome: 'refunded', payment: await finish(payments, executed.state, executed.commit, cause) };
    case 'refused':
      return executed.refusal === 'key-reused'
        ? { outcome: 'key-reused' }
        : { outcome: 'refused', refusal: executed.refusal };
    case 'key-reused':
      return { outcome: 'key-reused' };
    case 'unchanged':
      throw new TypeError('a refund decides something or is refused');
    default:
      return executed satisfies never;
  }
}

async function finish(
  payments: Payments,
  payment: Payment,
  commit: Commit,
  { context }: Cause,
): Promise<History<Payment>> {
  const { operation } = payment;
  const key = intendedKey(commit);
  if (operation?.key === key) await settleOperation(payments, payment, operation, context).catch(promiseToFinish);
  const loaded = await payments.log.history(paymentDecider, payment.id);
  const failure = loaded.state.failedRefunds[key];
  if (failure) throw new RefundRefused(failure);
  return loaded;
}

function promiseToFinish(error: unknown): never {
  const message = 'The refund is accepted and will be finished. Repeat it with the same key to learn how it ended.';
  throw new ServiceUnavailable(message, error);
}

function intendedKey({ messages }: Commit): string {
  const intended = messages.find(({ type }) => type === RefundIntended.type) as RefundIntended | undefined;
  return intended?.data.key ?? '';
}
