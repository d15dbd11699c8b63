import { standingOf } from '../ledger/standing.js';
import type { Draft, Operation, OperationKind } from '../ledger/operation.js';
import { authorize, capture, decideAction, refund, voidAuthorization } from './rules.js';
import { actionLifetimeMilliseconds } from './test-tokens.js';

const now = new Date('2026-01-01T09:00:00Z');
const id = 'auth_1';
const euros = (amount: number): { amount: number; currency: string } => ({ amount, currency: 'EUR' });

/** Runs rules one after another, each on the history the earlier ones made. */
function history(...steps: ((soFar: Operation[]) => Draft)[]): Operation[] {
  return steps.reduce<Operation[]>((soFar, step, sequence) => {
    const place = { _id: `key-${sequence}`, kind: 'capture' as OperationKind, requestHash: '', authorizationId: id };
    return [...soFar, { ...place, sequence, at: now, ...step(soFar) }];
  }, []);
}

const authorizing = (token: string) => (): Draft =>
  authorize({ id, orderReference: 'order', token, publicUrl: 'http://bank', now, ...euros(1000) });
const capturing =
  (amount: number) =>
  (soFar: Operation[]): Draft =>
    capture(soFar, { id, ...euros(amount) });
const refunding =
  (amount: number) =>
  (soFar: Operation[]): Draft =>
    refund(soFar, { id, ...euros(amount) });
const voiding = (soFar: Operation[]): Draft => voidAuthorization(soFar, id);
const deciding =
  (decision: 'approved' | 'refused', at = now) =>
  (soFar: Operation[]): Draft =>
    decideAction(soFar, decision, at);

const lastAnswer = (operations: Operation[]): unknown => operations.at(-1)?.answer;

describe('the rules of the provider', () => {
  it('authorizes a good card and declines a bad or unknown one', () => {
    expect(lastAnswer(history(authorizing('tok_success')))).toMatchObject({ status: 'authorized' });
    expect(lastAnswer(history(authorizing('tok_decline')))).toMatchObject({ code: 'card_declined' });
    expect(lastAnswer(history(authorizing('stolen')))).toMatchObject({ status: 'declined', code: 'invalid_token' });
  });

  it('captures an authorization once', () => {
    const operations = history(authorizing('tok_success'), capturing(1000), capturing(1000));
    expect(operations.map(({ answer }) => answer.status)).toEqual(['authorized', 'captured', 'failed']);
    expect(standingOf(operations)).toMatchObject({ status: 'captured', captured: 1000 });
  });

  it('captures neither more than authorized, nor what was voided, nor an expired authorization', () => {
    expect(lastAnswer(history(authorizing('tok_success'), capturing(1001)))).toMatchObject({
      code: 'amount_too_large',
    });
    expect(lastAnswer(history(authorizing('tok_success'), voiding, capturing(1)))).toMatchObject({
      code: 'authorization_voided',
    });
    expect(lastAnswer(history(authorizing('tok_capture_fails'), capturing(1000)))).toMatchObject({
      code: 'authorization_expired',
    });
  });

  it('refunds no more than was captured, in any number of parts', () => {
    const operations = history(
      authorizing('tok_success'),
      capturing(1000),
      refunding(600),
      refunding(500),
      refunding(400),
    );
    expect(operations.map(({ answer }) => answer.status).slice(2)).toEqual(['refunded', 'failed', 'refunded']);
    expect(standingOf(operations)).toMatchObject({ captured: 1000, refunded: 1000 });
  });

  it('voids whatever is not captured', () => {
    expect(lastAnswer(history(authorizing('tok_requires_action'), voiding))).toMatchObject({ status: 'voided' });
    expect(lastAnswer(history(authorizing('tok_success'), capturing(1), voiding))).toMatchObject({
      code: 'already_captured',
    });
  });

  it('takes the decision of a customer once, while it is waited for', () => {
    const approved = history(authorizing('tok_requires_action'), deciding('approved'), deciding('refused'));
    expect(approved.map(({ answer }) => answer.status)).toEqual(['requires_action', 'approved', 'failed']);
    expect(standingOf(approved).status).toBe('authorized');
    const late = new Date(now.getTime() + actionLifetimeMilliseconds + 1);
    expect(lastAnswer(history(authorizing('tok_requires_action'), deciding('approved', late)))).toMatchObject({
      code: 'not_waiting',
    });
    expect(lastAnswer(history(authorizing('tok_requires_action'), voiding, deciding('approved')))).toMatchObject({
      code: 'not_waiting',
    });
  });
});
