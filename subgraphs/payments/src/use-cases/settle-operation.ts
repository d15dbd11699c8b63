import { crashPoint, type MessageContext } from '@ordergraph/messaging';
import type { Payment } from '../domain/payment.js';
import { paymentDecider } from '../domain/payment-decider.js';
import type { ProviderOperation } from '../domain/provider-operation.js';
import { settle } from '../domain/settle.js';
import type { ProviderRejected } from '../provider/errors.js';
import type { Payments } from './payments.js';
import { performOperation } from './perform-operation.js';

/** The outcome of an operation is recorded once, whoever brings it: its cause is the operation, not who asked. */
export const outcomeCause = (key: string): string => `provider/${key}`;

/**
 * Brings an intended operation to its outcome: asks the provider and records what it answered. Resolves with the rejection
 * where the provider called our request wrong: that is recorded as an outcome too, and somebody should look at it. Only
 * whoever recorded it is told.
 */
export function settleOperation(
  payments: Payments,
  payment: Payment,
  operation: ProviderOperation,
  context: MessageContext,
): Promise<ProviderRejected | undefined> {
  const { settling } = payments;
  const { key } = operation;
  const underWay = settling.get(key);
  if (underWay) return underWay.then(() => undefined);
  const settled = settleNow(payments, payment, operation, context).finally(() => settling.delete(key));
  settling.set(key, settled);
  return settled;
}

async function settleNow(
  payments: Payments,
  payment: Payment,
  operation: ProviderOperation,
  context: MessageContext,
): Promise<ProviderRejected | undefined> {
  crashPoint('before-provider-call');
  const { answer, rejection } = await performOperation(payments, payment, operation);
  crashPoint('after-provider-call');
  const { outcome } = await payments.log.execute(paymentDecider, payment.id, {
    cause: outcomeCause(operation.key),
    context,
    decide: (current) => settle(current, operation.key, answer),
  });
  return outcome === 'committed' ? rejection : undefined;
}
