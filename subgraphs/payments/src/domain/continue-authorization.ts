import { type Message, PaymentAuthorized, PaymentDeclined, type PaymentDeclineReason } from '@ordergraph/events';
import { CustomerActionAnswered } from './facts/index.js';
import type { Payment } from './payment.js';

/** What the provider tells of the customer's decision, by webhook. */
export interface CustomerDecision {
  readonly providerEventId: string;
  readonly authorizationId: string;
  readonly result:
    | { readonly approved: true; readonly method: string }
    | { readonly approved: false; readonly decline: PaymentDeclineReason };
}

/**
 * Continues what waits for the customer; anything else is news of the past and changes nothing. A decision can overtake the
 * answer that asked for it: then it is refused, and the provider tells it again.
 */
export function continueAuthorization(
  payment: Payment,
  { providerEventId, authorizationId, result }: CustomerDecision,
): readonly Message[] | { readonly refused: 'too-early' } {
  if (payment.operation?.kind === 'authorize') return { refused: 'too-early' };
  const isAwaited = payment.status === 'ACTION_REQUIRED' && !payment.operation && !payment.reversal;
  if (!isAwaited || payment.authorization?.id !== authorizationId) return [];
  return [
    CustomerActionAnswered({ providerEventId, approved: result.approved }),
    result.approved
      ? PaymentAuthorized({ orderId: payment.id, method: result.method })
      : PaymentDeclined({ orderId: payment.id, decline: result.decline }),
  ];
}
