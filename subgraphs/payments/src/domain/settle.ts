import {
  CaptureFailed,
  type Message,
  PaymentActionRequired,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
  PaymentReversed,
  ReversalFailed,
} from '@ordergraph/events';
import { AuthorizationOpened, CustomerActionRequested, RefundFailed } from './facts/index.js';
import type { Payment } from './payment.js';
import type { ProviderAnswer } from './provider-answer.js';
import type { ProviderOperation } from './provider-operation.js';

/** The outcome of the open operation; nothing when somebody else has recorded it. */
export function settle(payment: Payment, key: string, answer: ProviderAnswer): readonly Message[] {
  const { operation } = payment;
  return operation?.key === key ? outcomeOf(payment, operation, answer) : [];
}

function outcomeOf(payment: Payment, operation: ProviderOperation, answer: ProviderAnswer): readonly Message[] {
  const { id: orderId } = payment;
  const { key } = operation;
  switch (answer.outcome) {
    case 'authorized':
      return [
        AuthorizationOpened({ key, authorizationId: answer.authorizationId }),
        PaymentAuthorized({ orderId, method: answer.method }),
      ];
    case 'action-required':
      return [
        CustomerActionRequested({ key, authorizationId: answer.authorizationId, ...answer.action }),
        PaymentActionRequired({ orderId, expiresAt: answer.action.expiresAt }),
      ];
    case 'declined':
      return [PaymentDeclined({ orderId, decline: answer.decline })];
    case 'captured':
      return [PaymentCaptured({ orderId, amount: amountOf(payment, operation) })];
    case 'capture-failed':
      return [CaptureFailed({ orderId, code: answer.code, message: answer.message })];
    case 'voided':
      return [PaymentReversed({ orderId, reversal: 'VOIDED', amount: payment.total })];
    case 'refunded':
      return [refunded(payment, operation)];
    case 'void-failed':
      return [ReversalFailed({ orderId, code: answer.code, message: answer.message })];
    case 'refund-failed':
      return [refundFailed(orderId, operation, answer)];
    default:
      return answer satisfies never;
  }
}

function refunded(payment: Payment, operation: ProviderOperation): Message {
  const amount = amountOf(payment, operation);
  return operation.kind === 'refund' && operation.purpose === 'GOODWILL'
    ? PaymentRefunded({ orderId: payment.id, amount, reason: operation.reason })
    : PaymentReversed({ orderId: payment.id, reversal: 'REFUNDED', amount });
}

function refundFailed(
  orderId: string,
  operation: ProviderOperation,
  { code, message }: { readonly code: string; readonly message: string },
): Message {
  return operation.kind === 'refund' && operation.purpose === 'GOODWILL'
    ? RefundFailed({ key: operation.key, code, message })
    : ReversalFailed({ orderId, code, message });
}

const amountOf = ({ total }: Payment, operation: ProviderOperation): Payment['total'] =>
  'amount' in operation ? operation.amount : total;
