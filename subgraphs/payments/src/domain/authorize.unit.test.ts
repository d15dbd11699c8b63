import { PaymentActionRequired, PaymentAuthorized, PaymentDeclined, PaymentReversed } from '@ordergraph/events';
import {
  aCapturedPayment,
  authorizeCommand,
  authorizing,
  customerId,
  euros,
  opened,
  orderId,
  total,
  givenPayment,
} from '../../test/samples.js';
import { authorize } from './authorize.js';
import { AuthorizationIntended, CustomerActionRequested } from './facts/index.js';
import { paymentDecider } from './payment-decider.js';

const decline = { code: 'card_declined', message: 'The card was declined.', retryableWithOtherMethod: true };

describe('authorizing a payment', () => {
  it('records the intent and its key before the provider is asked', () => {
    givenPayment([])
      .when((state) => authorize(state, authorizeCommand))
      .then(opened, authorizing)
      .thenState((state) => {
        expect(state).toMatchObject({ status: 'PENDING', customerId, total, captured: euros(0) });
        expect(state.operation).toMatchObject({ kind: 'authorize', key: 'order-1/authorize/1' });
        expect(paymentDecider.secretsSpent?.(state)).toBe(false);
      });
  });

  it('is declined for ever after the order was undone', () => {
    givenPayment([opened, PaymentReversed({ orderId, reversal: 'NOTHING', amount: euros(0) })])
      .when((state) => authorize(state, authorizeCommand))
      .then(
        PaymentDeclined({
          orderId,
          decline: {
            code: 'already_reversed',
            message: 'The payment was undone before it began.',
            retryableWithOtherMethod: false,
          },
        }),
      )
      .thenState((state) => expect(state).toMatchObject({ status: 'VOIDED', decline: undefined }));
  });

  it('takes another key after the provider declined', () => {
    givenPayment([opened, authorizing, PaymentDeclined({ orderId, decline })])
      .when((state) => authorize(state, { ...authorizeCommand, paymentToken: 'tok_other' }))
      .then(
        AuthorizationIntended({
          key: 'order-1/authorize/2',
          orderNumber: 'A7K2-9QPX',
          amount: total,
          paymentToken: 'tok_other',
        }),
      );
  });

  it('answers again when it is done already, and changes nothing', () => {
    givenPayment(aCapturedPayment)
      .when((state) => authorize(state, authorizeCommand))
      .then(PaymentAuthorized({ orderId, method: 'Visa •••• 4242' }))
      .thenState((state) => expect(state.status).toBe('CAPTURED'));
  });

  it('answers that the customer is awaited while that is so', () => {
    const expiresAt = '2026-01-01T09:15:00.000Z';
    const key = 'order-1/authorize/1';
    const actionRequired = PaymentActionRequired({ orderId, expiresAt });
    givenPayment([
      opened,
      authorizing,
      CustomerActionRequested({ key, authorizationId: 'auth_1', expiresAt }),
      actionRequired,
    ])
      .when((state) => authorize(state, authorizeCommand))
      .then(actionRequired)
      .thenState((state) => expect(state).toMatchObject({ status: 'ACTION_REQUIRED', action: { expiresAt } }));
  });
});
