import {
  type AuthorizePayment,
  type Message,
  PaymentActionRequired,
  PaymentAuthorized,
  PaymentDeclined,
  type PaymentDeclineReason,
} from '@ordergraph/events';
import { AuthorizationIntended } from './facts/index.js';
import { open } from './open-payment.js';
import type { Payment } from './payment.js';
import { operationKey } from './provider-operation.js';

const alreadyReversed: PaymentDeclineReason = {
  code: 'already_reversed',
  message: 'The payment was undone before it began.',
  retryableWithOtherMethod: false,
};

/** What AuthorizePayment leads to while no operation is open. A declined payment may be tried again, with another key. */
export function authorize(payment: Payment, command: AuthorizePayment['data']): readonly Message[] {
  const { orderId, orderNumber, customerId, amount, paymentToken } = command;
  if (payment.reversal || payment.reversalFailed) return [PaymentDeclined({ orderId, decline: alreadyReversed })];
  switch (payment.status) {
    case 'NONE':
    case 'PENDING':
    case 'DECLINED': {
      const key = operationKey(orderId, 'authorize', payment.attempts.authorize + 1);
      return [
        ...open(payment, { customerId, total: amount }),
        AuthorizationIntended({ key, orderNumber, amount, paymentToken }),
      ];
    }
    case 'ACTION_REQUIRED':
      return [PaymentActionRequired({ orderId, expiresAt: payment.action?.expiresAt ?? '' })];
    case 'AUTHORIZED':
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
    case 'VOIDED':
      return [PaymentAuthorized({ orderId, method: payment.method ?? '' })];
    default:
      return payment.status satisfies never;
  }
}
