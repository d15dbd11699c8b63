import { type Message, PaymentReversed, type ReversePayment } from '@ordergraph/events';
import { RefundIntended, VoidIntended } from './facts/index.js';
import { minus, none } from './money.js';
import { open } from './open-payment.js';
import type { Payment } from './payment.js';
import { operationKey } from './provider-operation.js';

/**
 * What ReversePayment leads to while no operation is open: decided from what there is, so it is valid at any time. Before
 * any authorization it leaves a tombstone; after a goodwill refund it gives back the rest.
 */
export function reverse(payment: Payment, command: ReversePayment['data']): readonly Message[] {
  const { orderId, customerId, amount } = command;
  if (payment.reversal) return [PaymentReversed(payment.reversal)];
  switch (payment.status) {
    case 'NONE':
    case 'PENDING':
    case 'DECLINED':
      return [
        ...open(payment, { customerId, total: amount }),
        PaymentReversed({ orderId, reversal: 'NOTHING', amount: none(amount.currency) }),
      ];
    case 'ACTION_REQUIRED':
    case 'AUTHORIZED':
      return [VoidIntended({ key: operationKey(orderId, 'void', payment.attempts.void + 1) })];
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
      return [
        RefundIntended({
          key: operationKey(orderId, 'refund', payment.attempts.refund + 1),
          amount: minus(payment.captured, payment.refunded),
          purpose: 'REVERSAL',
          reason: 'The order was undone.',
        }),
      ];
    case 'REFUNDED':
    case 'VOIDED':
      return [PaymentReversed({ orderId, reversal: 'REFUNDED', amount: none(payment.total.currency) })];
    default:
      return payment.status satisfies never;
  }
}
