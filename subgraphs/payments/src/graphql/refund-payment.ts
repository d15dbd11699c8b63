import { keyedId, mutationCause } from '@ordergraph/messaging';
import {
  actorOf,
  BadUserInput,
  type GraphqlMoney,
  isIdempotencyKey,
  parseMoney,
  toGraphqlMoney,
} from '@ordergraph/service';
import type { RefundInput, RefundRefusal } from '../domain/refund.js';
import type { Payments } from '../use-cases/payments.js';
import { type RefundOutcome, refundPayment } from '../use-cases/refund-payment.js';
import type { PaymentsContext } from './context.js';

interface RefundPaymentInput {
  readonly idempotencyKey: string;
  readonly paymentId: string;
  readonly amount: GraphqlMoney;
  readonly reason: string;
}

const field = 'refundPayment';

export const refundPaymentResolver =
  (payments: Payments) =>
  async (_: unknown, { input }: { readonly input: RefundPaymentInput }, context: PaymentsContext): Promise<object> => {
    const { idempotencyKey, paymentId, reason } = input;
    if (!isIdempotencyKey(idempotencyKey, 200))
      throw new BadUserInput('idempotencyKey must have 1 to 200 characters, all of them whole.');
    const { correlationId, traceparent } = context;
    const principal = actorOf(context.principal);
    const messageContext = { correlationId, actor: principal, ...(traceparent !== undefined && { traceparent }) };
    const cause = mutationCause({ principal, field, idempotencyKey, input, context: messageContext });
    const keyId = keyedId({ principal, field, idempotencyKey });
    const request = { paymentId, keyId, input: { reason, amount: readAmount(input.amount) } };
    return toResult(await refundPayment(payments, request, cause), paymentId);
  };

function readAmount(amount: GraphqlMoney): RefundInput['amount'] {
  const parsed = parseMoney(amount);
  return parsed.ok ? parsed.money : { path: ['amount', parsed.field], message: parsed.message };
}

const keyReused = {
  __typename: 'IdempotencyKeyReused',
  message: 'This key was used before for something else. Make a new key for a new intent.',
};

function toResult(outcome: RefundOutcome, id: string): object {
  switch (outcome.outcome) {
    case 'refunded':
      return { __typename: 'RefundPaymentSuccess', payment: outcome.payment };
    case 'key-reused':
      return keyReused;
    case 'refused':
      return toUserError(outcome.refusal, id);
    default:
      return outcome satisfies never;
  }
}

function toUserError(refusal: RefundRefusal, id: string): object {
  switch (refusal.kind) {
    case 'not-found':
      return { __typename: 'NotFound', message: 'There is no such payment.', id };
    case 'too-large': {
      const refundable = toGraphqlMoney(refusal.refundable);
      const message = `At most ${refundable.amount} ${refundable.currencyCode} can be refunded.`;
      return { __typename: 'RefundTooLarge', message, refundable };
    }
    case 'invalid':
      return { __typename: 'InvalidInput', message: 'Please correct the fields named.', fields: refusal.fields };
    default:
      return refusal satisfies never;
  }
}
