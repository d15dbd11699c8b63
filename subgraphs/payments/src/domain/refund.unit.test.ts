import { PaymentReversed, ResumeRefund } from '@ordergraph/events';
import { aCapturedPayment, anAuthorizedPayment, euros, orderId, total, givenPayment } from '../../test/samples.js';
import { RefundFailed, RefundIntended } from './facts/index.js';
import { paymentDecider } from './payment-decider.js';
import { refund } from './refund.js';

const key = 'order-1/refund/1';
const wanted = { amount: euros(500), reason: 'Scratched on arrival' };
const intended = RefundIntended({ key, ...wanted, purpose: 'GOODWILL' });
const resume = ResumeRefund({ orderId, key }, { id: `${key}/resume` });

describe('refunding as goodwill', () => {
  it('records the intent together with the command that finishes it', () => {
    givenPayment(aCapturedPayment)
      .when((payment) => refund(payment, wanted))
      .then(intended, resume)
      .thenState((payment) => expect(paymentDecider.unanswered?.(payment)).toEqual([`${key}/resume`]));
  });

  it('is refused for more than is left', () => {
    givenPayment(aCapturedPayment)
      .when((payment) => refund(payment, { ...wanted, amount: euros(2581) }))
      .thenRefused({ kind: 'too-large', refundable: total });
  });

  it('is refused where nothing was captured, or all was given back', () => {
    givenPayment(anAuthorizedPayment)
      .when((payment) => refund(payment, wanted))
      .thenRefused({ kind: 'too-large', refundable: euros(0) });
    givenPayment([...aCapturedPayment, PaymentReversed({ orderId, reversal: 'REFUNDED', amount: total })])
      .when((payment) => refund(payment, wanted))
      .thenRefused({ kind: 'too-large', refundable: euros(0) });
  });

  it('is refused for an unknown payment and in another currency', () => {
    givenPayment([])
      .when((payment) => refund(payment, wanted))
      .thenRefused({ kind: 'not-found' });
    givenPayment(aCapturedPayment)
      .when((payment) => refund(payment, { ...wanted, amount: { amount: 500, currency: 'USD' } }))
      .thenRefused({
        kind: 'invalid',
        fields: [{ path: ['amount', 'currencyCode'], message: 'This payment is in EUR.' }],
      });
  });

  it('names every field to correct', () => {
    givenPayment(aCapturedPayment)
      .when((payment) => refund(payment, { amount: euros(0), reason: ' ' }))
      .thenRefused({
        kind: 'invalid',
        fields: [
          { path: ['amount', 'amount'], message: 'Must be more than zero.' },
          { path: ['reason'], message: 'Must have 1 to 500 characters.' },
        ],
      });
  });

  it('leaves the money refundable when the provider refused', () => {
    givenPayment([...aCapturedPayment, intended, RefundFailed({ key, code: 'card_closed', message: 'Closed.' })])
      .when((payment) => refund(payment, wanted))
      .then(
        RefundIntended({ key: 'order-1/refund/2', ...wanted, purpose: 'GOODWILL' }),
        ResumeRefund({ orderId, key: 'order-1/refund/2' }, { id: 'order-1/refund/2/resume' }),
      );
  });
});
