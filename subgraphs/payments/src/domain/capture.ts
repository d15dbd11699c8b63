import { CaptureFailed, type CapturePayment, type Message, PaymentCaptured } from '@ordergraph/events';
import { CaptureIntended } from './facts/index.js';
import { covers } from './money.js';
import { open } from './open-payment.js';
import type { Payment } from './payment.js';
import { operationKey } from './provider-operation.js';

/** What CapturePayment leads to while no operation is open. */
export function capture(payment: Payment, { orderId, amount }: CapturePayment['data']): readonly Message[] {
  const fail = (code: string, message: string): Message[] => [
    ...open(payment, { total: amount }),
    CaptureFailed({ orderId, code, message }),
  ];
  if (payment.reversal || payment.reversalFailed) return fail('already_reversed', 'The payment was undone.');
  switch (payment.status) {
    case 'AUTHORIZED':
      return covers(payment.total, amount)
        ? [CaptureIntended({ key: operationKey(orderId, 'capture', payment.attempts.capture + 1), amount })]
        : fail('amount_too_large', 'More than was authorized.');
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return [PaymentCaptured({ orderId, amount: payment.captured })];
    case 'NONE':
    case 'PENDING':
    case 'ACTION_REQUIRED':
    case 'DECLINED':
    case 'VOIDED':
      return fail('not_authorized', 'Nothing is authorized for this order.');
    default:
      return payment.status satisfies never;
  }
}
