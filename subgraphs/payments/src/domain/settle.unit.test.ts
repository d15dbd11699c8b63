import {
  CaptureFailed,
  PaymentActionRequired,
  PaymentDeclined,
  PaymentRefunded,
  PaymentReversed,
  ReversalFailed,
} from '@ordergraph/events';
import {
  aCapturedPayment,
  anAuthorizedPayment,
  authorizationOpened,
  authorized,
  authorizing,
  captured,
  capturing,
  euros,
  opened,
  orderId,
  total,
  givenPayment,
} from '../../test/samples.js';
import { CustomerActionRequested, RefundFailed, RefundIntended, VoidIntended } from './facts/index.js';
import { paymentDecider } from './payment-decider.js';
import { settle } from './settle.js';

const key = 'order-1/authorize/1';
const goodwillKey = 'order-1/refund/1';
const goodwill = RefundIntended({ key: goodwillKey, amount: euros(500), purpose: 'GOODWILL', reason: 'late' });

describe('the outcome of an operation', () => {
  it('is an authorization, after which the token has served', () => {
    givenPayment([opened, authorizing])
      .when((payment) =>
        settle(payment, key, { outcome: 'authorized', authorizationId: 'auth_1', method: 'Visa •••• 4242' }),
      )
      .then(authorizationOpened, authorized)
      .thenState((payment) => {
        expect(payment).toMatchObject({ status: 'AUTHORIZED', operation: undefined, authorization: { id: 'auth_1' } });
        expect(paymentDecider.secretsSpent?.(payment)).toBe(true);
      });
  });

  it('is a decline', () => {
    const decline = { code: 'card_declined', message: 'No.', retryableWithOtherMethod: true };
    givenPayment([opened, authorizing])
      .when((payment) => settle(payment, key, { outcome: 'declined', decline }))
      .then(PaymentDeclined({ orderId, decline }))
      .thenState((payment) => expect(payment).toMatchObject({ status: 'DECLINED', decline, operation: undefined }));
  });

  it('is a wait for the customer', () => {
    const action = { redirectUrl: 'https://bank/1', expiresAt: '2026-01-01T09:15:00.000Z' };
    givenPayment([opened, authorizing])
      .when((payment) => settle(payment, key, { outcome: 'action-required', authorizationId: 'auth_1', action }))
      .then(
        CustomerActionRequested({ key, authorizationId: 'auth_1', ...action }),
        PaymentActionRequired({ orderId, expiresAt: action.expiresAt }),
      )
      .thenState((payment) => {
        expect(payment).toMatchObject({ status: 'ACTION_REQUIRED', action, operation: undefined });
        expect(paymentDecider.secretsSpent?.(payment)).toBe(false);
      });
  });

  it('is a capture, or a failure that leaves the authorization', () => {
    givenPayment([...anAuthorizedPayment, capturing])
      .when((payment) => settle(payment, 'order-1/capture/1', { outcome: 'captured' }))
      .then(captured)
      .thenState((payment) => expect(payment).toMatchObject({ status: 'CAPTURED', captured: total }));
    givenPayment([...anAuthorizedPayment, capturing])
      .when((payment) =>
        settle(payment, 'order-1/capture/1', { outcome: 'capture-failed', code: 'expired', message: 'Expired.' }),
      )
      .then(CaptureFailed({ orderId, code: 'expired', message: 'Expired.' }))
      .thenState((payment) => expect(payment).toMatchObject({ status: 'AUTHORIZED', operation: undefined }));
  });

  it('is a reversal: voided or refunded', () => {
    givenPayment([...anAuthorizedPayment, VoidIntended({ key: 'order-1/void/1' })])
      .when((payment) => settle(payment, 'order-1/void/1', { outcome: 'voided' }))
      .then(PaymentReversed({ orderId, reversal: 'VOIDED', amount: total }))
      .thenState((payment) => expect(payment.status).toBe('VOIDED'));
    const intended = RefundIntended({ key: goodwillKey, amount: total, purpose: 'REVERSAL', reason: '' });
    givenPayment([...aCapturedPayment, intended])
      .when((payment) => settle(payment, goodwillKey, { outcome: 'refunded' }))
      .then(PaymentReversed({ orderId, reversal: 'REFUNDED', amount: total }))
      .thenState((payment) => expect(payment).toMatchObject({ status: 'REFUNDED', refunded: total }));
  });

  it('is a reversal that the provider refuses: told, and open no more', () => {
    const failure = { code: 'closed', message: 'Closed.' };
    givenPayment([...anAuthorizedPayment, VoidIntended({ key: 'order-1/void/1' })])
      .when((payment) => settle(payment, 'order-1/void/1', { outcome: 'void-failed', ...failure }))
      .then(ReversalFailed({ orderId, ...failure }))
      .thenState((payment) => expect(payment).toMatchObject({ status: 'AUTHORIZED', operation: undefined }));
    const intended = RefundIntended({ key: goodwillKey, amount: total, purpose: 'REVERSAL', reason: '' });
    givenPayment([...aCapturedPayment, intended])
      .when((payment) => settle(payment, goodwillKey, { outcome: 'refund-failed', ...failure }))
      .then(ReversalFailed({ orderId, ...failure }))
      .thenState((payment) => expect(payment).toMatchObject({ status: 'CAPTURED', operation: undefined }));
  });

  it('is a goodwill refund, or its failure', () => {
    givenPayment([...aCapturedPayment, goodwill])
      .when((payment) => settle(payment, goodwillKey, { outcome: 'refunded' }))
      .then(PaymentRefunded({ orderId, amount: euros(500), reason: 'late' }))
      .thenState((payment) => expect(payment).toMatchObject({ status: 'PARTIALLY_REFUNDED', refunded: euros(500) }));
    givenPayment([...aCapturedPayment, goodwill])
      .when((payment) => settle(payment, goodwillKey, { outcome: 'refund-failed', code: 'closed', message: 'Closed.' }))
      .then(RefundFailed({ key: goodwillKey, code: 'closed', message: 'Closed.' }))
      .thenState((payment) => expect(payment).toMatchObject({ status: 'CAPTURED', operation: undefined }));
  });

  it('is nothing when somebody else recorded it', () => {
    givenPayment(anAuthorizedPayment)
      .when((payment) => settle(payment, key, { outcome: 'authorized', authorizationId: 'auth_1', method: '' }))
      .thenNothing();
  });
});
