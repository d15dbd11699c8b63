import { PaymentDeclined, PaymentRefunded, PaymentReversed } from '@ordergraph/events';
import {
  aCapturedPayment,
  anAuthorizedPayment,
  authorizing,
  euros,
  opened,
  orderId,
  reverseCommand,
  total,
  givenPayment,
} from '../../test/samples.js';
import { RefundIntended, VoidIntended } from './facts/index.js';
import { reverse } from './reverse.js';

const goodwill = RefundIntended({ key: 'order-1/refund/1', amount: euros(580), purpose: 'GOODWILL', reason: 'late' });
const goodwillDone = PaymentRefunded({ orderId, amount: euros(580), reason: 'late' });

describe('reversing a payment', () => {
  it('before anything was begun leaves a tombstone', () => {
    givenPayment([])
      .when((payment) => reverse(payment, reverseCommand))
      .then(opened, PaymentReversed({ orderId, reversal: 'NOTHING', amount: euros(0) }))
      .thenState((payment) => expect(payment.status).toBe('VOIDED'));
  });

  it('of a declined one gives nothing back and stays declined', () => {
    const decline = { code: 'card_declined', message: '', retryableWithOtherMethod: true };
    givenPayment([opened, authorizing, PaymentDeclined({ orderId, decline })])
      .when((payment) => reverse(payment, reverseCommand))
      .then(PaymentReversed({ orderId, reversal: 'NOTHING', amount: euros(0) }))
      .thenState((payment) => expect(payment).toMatchObject({ status: 'DECLINED', decline }));
  });

  it('voids what is authorized', () => {
    givenPayment(anAuthorizedPayment)
      .when((payment) => reverse(payment, reverseCommand))
      .then(VoidIntended({ key: 'order-1/void/1' }));
  });

  it('refunds what is captured', () => {
    givenPayment(aCapturedPayment)
      .when((payment) => reverse(payment, reverseCommand))
      .then(
        RefundIntended({
          key: 'order-1/refund/1',
          amount: total,
          purpose: 'REVERSAL',
          reason: 'The order was undone.',
        }),
      );
  });

  it('refunds only the rest after a goodwill refund', () => {
    givenPayment([...aCapturedPayment, goodwill, goodwillDone])
      .when((payment) => reverse(payment, reverseCommand))
      .then(
        RefundIntended({
          key: 'order-1/refund/2',
          amount: euros(2000),
          purpose: 'REVERSAL',
          reason: 'The order was undone.',
        }),
      );
  });

  it('gives the same answer again, and nothing back twice', () => {
    const reversed = PaymentReversed({ orderId, reversal: 'REFUNDED', amount: total });
    givenPayment([...aCapturedPayment, reversed])
      .when((payment) => reverse(payment, reverseCommand))
      .then(reversed)
      .thenState((payment) => expect(payment).toMatchObject({ status: 'REFUNDED', refunded: total }));
  });
});
