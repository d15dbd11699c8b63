import type { Message } from '@ordergraph/events';
import fc from 'fast-check';
import { authorizeCommand, captureCommand, euros, orderId, reverseCommand, total } from '../../test/samples.js';
import { authorize } from './authorize.js';
import { capture } from './capture.js';
import { continueAuthorization } from './continue-authorization.js';
import { balanceOf, ledgerOf, type PostedCommit } from './ledger.js';
import type { Payment } from './payment.js';
import { paymentDecider } from './payment-decider.js';
import type { ProviderAnswer } from './provider-answer.js';
import type { ProviderOperation } from './provider-operation.js';
import { refund } from './refund.js';
import { reverse } from './reverse.js';
import { settle } from './settle.js';

type Decide = (payment: Payment) => readonly Message[] | { readonly refused: unknown };

const unlessOpen =
  (decide: Decide): Decide =>
  (payment) =>
    payment.operation ? [] : decide(payment);

const decline = { code: 'card_declined', message: '', retryableWithOtherMethod: true };

/** Every answer that a provider can give to an operation. */
function answersTo({ kind }: ProviderOperation): readonly ProviderAnswer[] {
  const authorizationId = 'auth_1';
  switch (kind) {
    case 'authorize':
      return [
        { outcome: 'authorized', authorizationId, method: 'Visa' },
        { outcome: 'declined', decline },
        { outcome: 'action-required', authorizationId, action: { expiresAt: '2026-01-01T09:15:00.000Z' } },
      ];
    case 'capture':
      return [{ outcome: 'captured' }, { outcome: 'capture-failed', code: 'expired', message: '' }];
    case 'void':
      return [{ outcome: 'voided' }, { outcome: 'void-failed', code: 'expired', message: '' }];
    case 'refund':
      return [{ outcome: 'refunded' }, { outcome: 'refund-failed', code: 'closed', message: '' }];
  }
}

const settleWith =
  (choice: number): Decide =>
  (payment) => {
    const { operation } = payment;
    if (!operation) return [];
    const answers = answersTo(operation);
    const answer = answers[choice % answers.length];
    return answer ? settle(payment, operation.key, answer) : [];
  };

const customerDecides =
  (approved: boolean): Decide =>
  (payment) =>
    continueAuthorization(payment, {
      providerEventId: 'evt_1',
      authorizationId: 'auth_1',
      result: approved ? { approved, method: 'Visa' } : { approved, decline },
    });

const step: fc.Arbitrary<Decide> = fc.oneof(
  fc.constant(unlessOpen((payment) => authorize(payment, authorizeCommand))),
  fc.constant(unlessOpen((payment) => capture(payment, captureCommand))),
  fc.constant(unlessOpen((payment) => reverse(payment, reverseCommand))),
  fc
    .integer({ min: 1, max: 2580 })
    .map((amount) => unlessOpen((payment) => refund(payment, { amount: euros(amount), reason: 'late' }))),
  fc.nat(5).map(settleWith),
  fc.boolean().map(customerDecides),
);

/** Runs decisions one after another; each that records anything is one commit. */
function run(steps: readonly Decide[]): { readonly payment: Payment; readonly commits: readonly PostedCommit[] } {
  let payment = paymentDecider.initialState(orderId);
  const commits: PostedCommit[] = [];
  for (const decide of steps) {
    const messages = decide(payment);
    if ('refused' in messages || messages.length === 0) continue;
    const recorded = { version: commits.length + 1, at: new Date(commits.length) };
    payment = messages.reduce((state, message) => paymentDecider.evolve(state, message, recorded), payment);
    commits.push({ _id: recorded, messages, cause: `cause-${recorded.version}`, at: recorded.at });
  }
  return { payment, commits };
}

describe('whatever is asked, in whatever order', () => {
  it('no more is given back than was taken, and no more taken than is owed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { captured, refunded } = run(steps).payment;
        expect(captured.amount).toBeLessThanOrEqual(total.amount);
        expect(refunded.amount).toBeLessThanOrEqual(captured.amount);
      }),
    );
  });

  it('nothing is held or owed after a reversal, and nothing is asked of the provider any more', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 20 }), (before, after) => {
        const undo: Decide[] = [
          settleWith(0),
          unlessOpen((payment) => reverse(payment, reverseCommand)),
          settleWith(0),
        ];
        const { payment } = run([...before, ...undo, ...after]);
        expect(payment.reversal).toBeDefined();
        expect(payment.operation).toBeUndefined();
        expect(payment.refunded).toEqual(payment.captured);
      }),
    );
  });

  it('the ledger shows what the payment does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { payment, commits } = run(steps);
        const entries = ledgerOf(commits);
        expect(balanceOf('provider-clearing', entries)).toBe(payment.captured.amount - payment.refunded.amount);
        expect(balanceOf('customer', entries)).toBe(0);
      }),
    );
  });

  it('no key is used for two intents', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const keys = run(steps)
          .commits.flatMap(({ messages }) => messages)
          .filter(({ type }) => type.endsWith('-intended.v1'))
          .map(({ data }) => (data as { key: string }).key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
