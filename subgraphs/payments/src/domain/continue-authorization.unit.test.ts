import { PaymentActionRequired, PaymentAuthorized, PaymentDeclined } from '@ordergraph/events';
import { anAuthorizedPayment, authorizing, opened, orderId, givenPayment } from '../../test/samples.js';
import { continueAuthorization, type CustomerDecision } from './continue-authorization.js';
import { CustomerActionAnswered, CustomerActionRequested, VoidIntended } from './facts/index.js';
import { paymentDecider } from './payment-decider.js';

const expiresAt = '2026-01-01T09:15:00.000Z';
const awaitingCustomer = [
  opened,
  authorizing,
  CustomerActionRequested({ key: 'order-1/authorize/1', authorizationId: 'auth_1', expiresAt, clientSecret: 'secret' }),
  PaymentActionRequired({ orderId, expiresAt }),
];
const approval: CustomerDecision = {
  providerEventId: 'evt_1',
  authorizationId: 'auth_1',
  result: { approved: true, method: 'Visa •••• 4242' },
};

describe('the decision of the customer', () => {
  it('to approve authorizes the payment', () => {
    givenPayment(awaitingCustomer)
      .when((payment) => continueAuthorization(payment, approval))
      .then(
        CustomerActionAnswered({ providerEventId: 'evt_1', approved: true }),
        PaymentAuthorized({ orderId, method: 'Visa •••• 4242' }),
      )
      .thenState((payment) => {
        expect(payment).toMatchObject({ status: 'AUTHORIZED', action: undefined });
        expect(payment.authorization).toMatchObject({ id: 'auth_1', answeredBy: 'evt_1' });
        expect(paymentDecider.secretsSpent?.(payment)).toBe(true);
      });
  });

  it('to refuse declines the payment', () => {
    const decline = { code: 'authentication_failed', message: 'Refused.', retryableWithOtherMethod: true };
    givenPayment(awaitingCustomer)
      .when((payment) => continueAuthorization(payment, { ...approval, result: { approved: false, decline } }))
      .then(
        CustomerActionAnswered({ providerEventId: 'evt_1', approved: false }),
        PaymentDeclined({ orderId, decline }),
      )
      .thenState((payment) => expect(payment.status).toBe('DECLINED'));
  });

  it('is told again later when it overtook the answer that asked for it', () => {
    givenPayment([opened, authorizing])
      .when((payment) => continueAuthorization(payment, approval))
      .thenRefused('too-early');
  });

  it.each([
    ['of an unknown payment', []],
    ['that is known already', anAuthorizedPayment],
    ['of a payment that is being undone', [...awaitingCustomer, VoidIntended({ key: 'order-1/void/1' })]],
  ])('%s changes nothing', (_which, facts) => {
    givenPayment(facts)
      .when((payment) => continueAuthorization(payment, approval))
      .thenNothing();
  });

  it('about another authorization changes nothing', () => {
    givenPayment(awaitingCustomer)
      .when((payment) => continueAuthorization(payment, { ...approval, authorizationId: 'auth_2' }))
      .thenNothing();
  });
});
