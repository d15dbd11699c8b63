import type { ResumeRefund } from '@ordergraph/events';
import type { MessageContext } from '@ordergraph/messaging';
import { paymentDecider } from '../domain/payment-decider.js';
import type { Payments } from './payments.js';
import { settleOperation } from './settle-operation.js';

/** Finishes a goodwill refund whose outcome is not known yet; where it is, there is nothing to do. */
export async function resumeRefund(
  payments: Payments,
  { orderId, key }: ResumeRefund['data'],
  context: MessageContext,
): Promise<void> {
  const { state } = await payments.log.load(paymentDecider, orderId);
  if (state.operation?.key === key) await settleOperation(payments, state, state.operation, context);
}
