import { crashPoint, type Executed, type MessageContext } from '@ordergraph/messaging';
import type { Payment } from '../domain/payment.js';
import { paymentDecider } from '../domain/payment-decider.js';
import type { ProviderOperation } from '../domain/provider-operation.js';
import { settle } from '../domain/settle.js';
import type { Payments } from './payments.js';
import { performOperation } from './perform-operation.js';

/** The outcome of an operation is recorded once, whoever brings it: its cause is the operation, not who asked. */
export const outcomeCause = (key: string): string => `provider/${key}`;

/** Brings an intended operation to its outcome: asks the provider and records what it answered. */
export function settleOperation(
  payments: Payments,
  payment: Payment,
  operation: ProviderOperation,
  context: MessageContext,
): Promise<Executed<Payment>> {
  const { settling } = payments;
  const { key } = operation;
  const underWay = settling.get(key);
  if (underWay) return underWay;
  const settled = settleNow(payments, payment, operation, context).finally(() => settling.delete(key));
  settling.set(key, settled);
  return settled;
}

async function settleNow(
  payments: Payments,
  payment: Payment,
  operation: ProviderOperation,
  context: MessageContext,
): Promise<Executed<Payment>> {
  crashPoint('before-provider-call');
  const answer = await performOperation(payments, payment, operation);
  crashPoint('after-provider-call');
  return payments.log.execute(paymentDecider, payment.id, {
    cause: outcomeCause(operation.key),
    context,
    decide: (current) => settle(current, operation.key, answer),
  });
}
