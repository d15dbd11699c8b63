import { CaptureFailed, PaymentReversed } from '@ordergraph/events';
import {
  aCapturedPayment,
  anAuthorizedPayment,
  captureCommand,
  captured,
  capturing,
  euros,
  opened,
  orderId,
  total,
  givenPayment,
} from '../../test/samples.js';
import { capture } from './capture.js';
import { CaptureIntended, PaymentOpened, VoidIntended } from './facts/index.js';

describe('capturing a payment', () => {
  it('records the intent and its key before the provider is asked', () => {
    givenPayment(anAuthorizedPayment)
      .when((payment) => capture(payment, captureCommand))
      .then(capturing);
  });

  it('fails for ever after the authorization was undone', () => {
    const voided = PaymentReversed({ orderId, reversal: 'VOIDED', amount: total });
    givenPayment([...anAuthorizedPayment, VoidIntended({ key: 'order-1/void/1' }), voided])
      .when((payment) => capture(payment, captureCommand))
      .then(CaptureFailed({ orderId, code: 'already_reversed', message: 'The payment was undone.' }))
      .thenState((payment) => expect(payment.status).toBe('VOIDED'));
  });

  it('fails when nothing was authorized, and remembers that it was asked', () => {
    givenPayment([])
      .when((payment) => capture(payment, captureCommand))
      .then(
        PaymentOpened({ total }),
        CaptureFailed({ orderId, code: 'not_authorized', message: 'Nothing is authorized for this order.' }),
      );
  });

  it('fails for more than was authorized', () => {
    givenPayment(anAuthorizedPayment)
      .when((payment) => capture(payment, { ...captureCommand, amount: euros(2581) }))
      .then(CaptureFailed({ orderId, code: 'amount_too_large', message: 'More than was authorized.' }));
  });

  it('answers again when it is done already, and takes nothing more', () => {
    givenPayment(aCapturedPayment)
      .when((payment) => capture(payment, captureCommand))
      .then(captured)
      .thenState((payment) => expect(payment).toMatchObject({ status: 'CAPTURED', captured: total }));
  });

  it('takes another key after it failed', () => {
    const failed = CaptureFailed({ orderId, code: 'processing_error', message: 'Try again.' });
    givenPayment([...anAuthorizedPayment, capturing, failed])
      .when((payment) => capture(payment, captureCommand))
      .then(CaptureIntended({ key: 'order-1/capture/2', amount: total }));
  });

  it('knows the customer as soon as a command tells', () => {
    givenPayment([PaymentOpened({ total }), opened])
      .when(() => [])
      .thenState((payment) => expect(payment.customerId).toBe('customer-1'));
  });
});
