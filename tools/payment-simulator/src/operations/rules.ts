import { standingOf } from '../ledger/standing.js';
import type { Answer, Draft, Operation } from '../ledger/operation.js';
import { actionLifetimeMilliseconds, isTestToken } from './test-tokens.js';

interface Amount {
  readonly amount: number;
  readonly currency: string;
}

interface AuthorizationRequest extends Amount {
  readonly id: string;
  readonly orderReference: string;
  readonly token: string;
  readonly description?: string | undefined;
  readonly publicUrl: string;
  readonly now: Date;
}

export const cardMethod = 'Visa •••• 4242';

const failed = (id: string, code: string, message: string): Answer => ({ status: 'failed', id, code, message });

export function authorize(request: AuthorizationRequest): Draft {
  const { orderReference, amount, currency, token, description = orderReference } = request;
  return { orderReference, amount, currency, token, description, answer: authorizationAnswer(request) };
}

function authorizationAnswer({ id, token, publicUrl, now }: AuthorizationRequest): Answer {
  const declined = { status: 'declined', id, retryableWithOtherMethod: true } as const;
  if (!isTestToken(token)) return { ...declined, code: 'invalid_token', message: 'This payment token is not known.' };
  if (token === 'tok_decline') return { ...declined, code: 'card_declined', message: 'The card was declined.' };
  if (token !== 'tok_requires_action') return { status: 'authorized', id, method: cardMethod };
  return {
    status: 'requires_action',
    id,
    redirectUrl: `${publicUrl}/actions/${id}`,
    clientSecret: `${id}_secret`,
    expiresAt: new Date(now.getTime() + actionLifetimeMilliseconds).toISOString(),
  };
}

export function capture(history: readonly Operation[], { id, amount, currency }: Amount & { id: string }): Draft {
  const standing = standingOf(history);
  const draft = (answer: Answer): Draft => ({ orderReference: standing.orderReference, amount, currency, answer });
  if (standing.status !== 'authorized')
    return draft(failed(id, `authorization_${standing.status}`, `The authorization is ${standing.status}.`));
  if (standing.token === 'tok_capture_fails')
    return draft(failed(id, 'authorization_expired', 'The authorization expired.'));
  if (currency !== standing.currency || amount > standing.amount)
    return draft(failed(id, 'amount_too_large', 'More than was authorized.'));
  return draft({ status: 'captured', id });
}

/** Voiding what holds nothing is done already, so it never fails for that; only captured money must be refunded instead. */
export function voidAuthorization(history: readonly Operation[], id: string): Draft {
  const { status, orderReference, amount, currency } = standingOf(history);
  if (status !== 'captured') return { orderReference, amount, currency, answer: { status: 'voided', id } };
  const answer = failed(id, 'already_captured', 'The money was captured; refund it instead.');
  return { orderReference, amount: 0, currency, answer };
}

export function refund(history: readonly Operation[], { id, amount, currency }: Amount & { id: string }): Draft {
  const standing = standingOf(history);
  const refundable = standing.captured - standing.refunded;
  const answer: Answer =
    currency !== standing.currency || amount > refundable
      ? failed(id, 'amount_too_large', `At most ${String(refundable)} can be refunded.`)
      : { status: 'refunded', id };
  return { orderReference: standing.orderReference, amount, currency, answer };
}

/** The customer's decision on the action page: valid once, and only while the authorization waits for it. */
export function decideAction(history: readonly Operation[], decision: 'approved' | 'refused', now: Date): Draft {
  const { status, orderReference, amount, currency } = standingOf(history);
  const [opening] = history;
  const id = opening?.authorizationId ?? '';
  const expired = opening !== undefined && now.getTime() > opening.at.getTime() + actionLifetimeMilliseconds;
  const place = { orderReference, amount, currency };
  if (status !== 'requires_action' || expired)
    return { ...place, answer: failed(id, 'not_waiting', 'This payment no longer waits for a decision.') };
  return { ...place, answer: { status: decision, id }, delivery: { attempts: 0, dueAt: now } };
}
