import { randomUUID } from 'node:crypto';
import { continueAuthorization, type CustomerDecision } from '../domain/continue-authorization.js';
import { paymentDecider } from '../domain/payment-decider.js';
import type { Payments } from './payments.js';

export const customerAnswerCause = (providerEventId: string): string => `provider-event/${providerEventId}`;

/** Records what a customer decided at the provider; the same event has its effect once. False: too early, tell it again. */
export async function recordCustomerDecision(
  { log }: Payments,
  orderId: string,
  decision: CustomerDecision,
): Promise<boolean> {
  const { commits } = await log.load(paymentDecider, orderId);
  const correlationId = commits.at(-1)?.context.correlationId ?? randomUUID();
  const { providerEventId } = decision;
  const executed = await log.execute(paymentDecider, orderId, {
    cause: customerAnswerCause(providerEventId),
    context: { correlationId, causationId: providerEventId, actor: 'service:payment-provider' },
    decide: (payment) => continueAuthorization(payment, decision),
  });
  return executed.outcome !== 'refused';
}
