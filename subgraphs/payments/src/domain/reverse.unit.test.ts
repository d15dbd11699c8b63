import { CaptureFailed, PaymentDeclined, PaymentRefunded, PaymentReversed, ReversalFailed } from '@ordergraph/events';
import {
  aCapturedPayment,
  anAuthorizedPayment,
  authorizing,
  euros,
  opened,
  orderId,
  captureCommand,
  reverseCommand,
  total,
  givenPayment,
} from '../../test/samples.js';
import { capture } from './capture.js';
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

  it('that failed is tried again under another key, and nothing is taken meanwhile', () => {
    const failed = ReversalFailed({ orderId, code: 'closed', message: 'Closed.' });
    const refused = givenPayment([...anAuthorizedPayment, VoidIntended({ key: 'order-1/void/1' }), failed]);
    refused.when((payment) => reverse(payment, reverseCommand)).then(VoidIntended({ key: 'order-1/void/2' }));
    refused
      .when((payment) => capture(payment, captureCommand))
      .then(CaptureFailed({ orderId, code: 'already_reversed', message: 'The payment was undone.' }));
  });

  it('gives the same answer again, and nothing back twice', () => {
    const reversed = PaymentReversed({ orderId, reversal: 'REFUNDED', amount: total });
    givenPayment([...aCapturedPayment, reversed])
      .when((payment) => reverse(payment, reverseCommand))
      .then(reversed)
      .thenState((payment) => expect(payment).toMatchObject({ status: 'REFUNDED', refunded: total }));
  });
});
