import {
  CaptureFailed,
  type Money,
  PaymentActionRequired,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
  PaymentReversed,
  ResumeRefund,
  ReversalFailed,
} from '@ordergraph/events';
import {
  AuthorizationIntended,
  AuthorizationOpened,
  CaptureIntended,
  CustomerActionAnswered,
  CustomerActionRequested,
  PaymentOpened,
  RefundFailed,
  RefundIntended,
  VoidIntended,
} from './facts/index.js';
import { none, plus } from './money.js';
import type { Payment } from './payment.js';
import type { ProviderOperation } from './provider-operation.js';

/** Everything a payment's stream may hold. */
export type PaymentMessage =
  | PaymentOpened
  | AuthorizationIntended
  | AuthorizationOpened
  | CustomerActionRequested
  | CustomerActionAnswered
  | PaymentAuthorized
  | PaymentActionRequired
  | PaymentDeclined
  | CaptureIntended
  | PaymentCaptured
  | CaptureFailed
  | VoidIntended
  | RefundIntended
  | RefundFailed
  | ResumeRefund
  | PaymentRefunded
  | PaymentReversed
  | ReversalFailed;

/** The payment after one message. Answers that are recorded again, for a command that came again, change nothing. */
export function evolve(payment: Payment, message: PaymentMessage, at: Date): Payment {
  const next = { ...payment, updatedAt: at };
  switch (message.type) {
    case PaymentOpened.type:
      return opened(next, message.data);
    case AuthorizationIntended.type:
      return begin({ ...next, decline: undefined }, { kind: 'authorize', intendedAt: at, ...message.data });
    case AuthorizationOpened.type:
      return { ...next, authorization: { key: message.data.key, id: message.data.authorizationId } };
    case CustomerActionRequested.type: {
      const { key, authorizationId, ...action } = message.data;
      return { ...next, authorization: { key, id: authorizationId }, action };
    }
    case CustomerActionAnswered.type:
      return answered(next, message.data.providerEventId);
    case PaymentActionRequired.type:
      return isUndecided(payment) ? done({ ...next, status: 'ACTION_REQUIRED' }) : next;
    case PaymentAuthorized.type:
      return isUndecided(payment) ? done({ ...next, status: 'AUTHORIZED', method: message.data.method }) : next;
    case PaymentDeclined.type:
      return isUndecided(payment) ? done({ ...next, status: 'DECLINED', decline: message.data.decline }) : next;
    case CaptureIntended.type:
      return begin(next, { kind: 'capture', intendedAt: at, ...message.data });
    case PaymentCaptured.type:
      return payment.status === 'AUTHORIZED'
        ? done({ ...next, status: 'CAPTURED', captured: message.data.amount })
        : next;
    case CaptureFailed.type:
      return payment.operation?.kind === 'capture' ? done(next) : next;
    case VoidIntended.type:
      return begin(next, { kind: 'void', intendedAt: at, ...message.data });
    case RefundIntended.type:
      return begin(next, { kind: 'refund', intendedAt: at, ...message.data });
    case RefundFailed.type: {
      const { key, ...failure } = message.data;
      return done({ ...next, failedRefunds: { ...payment.failedRefunds, [key]: failure } });
    }
    case PaymentRefunded.type:
      return done(refunded(next, message.data.amount));
    case PaymentReversed.type:
      return payment.reversal ? next : done(reversed(next, message.data));
    case ReversalFailed.type:
      return payment.reversal ? next : done({ ...next, reversalFailed: true });
    case ResumeRefund.type:
      return payment;
    default:
      return message satisfies never;
  }
}

const isUndecided = ({ status, reversal }: Payment): boolean =>
  (status === 'PENDING' || status === 'ACTION_REQUIRED') && !reversal;

function opened(payment: Payment, { customerId, total }: PaymentOpened['data']): Payment {
  if (payment.status !== 'NONE') return { ...payment, customerId: payment.customerId ?? customerId };
  const nothing = none(total.currency);
  return { ...payment, status: 'PENDING', customerId, total, captured: nothing, refunded: nothing };
}

function begin(payment: Payment, operation: ProviderOperation): Payment {
  const attempts = { ...payment.attempts, [operation.kind]: payment.attempts[operation.kind] + 1 };
  const status = operation.kind === 'authorize' ? 'PENDING' : payment.status;
  return { ...payment, status, operation, attempts };
}

const done = (payment: Payment): Payment => ({
  ...payment,
  operation: undefined,
  action: payment.status === 'ACTION_REQUIRED' ? payment.action : undefined,
});

const answered = (payment: Payment, answeredBy: string): Payment => ({
  ...payment,
  authorization: payment.authorization && { ...payment.authorization, answeredBy },
});

function refunded(payment: Payment, amount: Money): Payment {
  const total = plus(payment.refunded, amount);
  const status = total.amount >= payment.captured.amount ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  return { ...payment, refunded: total, status };
}

function reversed(payment: Payment, reversal: PaymentReversed['data']): Payment {
  const final = { ...payment, reversal };
  if (reversal.reversal === 'REFUNDED') return refunded(final, reversal.amount);
  return { ...final, status: payment.status === 'DECLINED' ? 'DECLINED' : 'VOIDED' };
}
