import type { Money, PaymentDeclineReason, PaymentReversed, PaymentState } from '@ordergraph/events';
import { none } from './money.js';
import type { CustomerAction } from './provider-answer.js';
import type { OperationKind, ProviderOperation } from './provider-operation.js';

/**
 * The payment of one order; both have the same id.
 *
 * PENDING → AUTHORIZED | ACTION_REQUIRED | DECLINED; ACTION_REQUIRED → AUTHORIZED | DECLINED; AUTHORIZED → CAPTURED;
 * CAPTURED → PARTIALLY_REFUNDED → REFUNDED. Each arrow that needs the provider passes through an `operation`: at most one is
 * open, and nothing else is decided while it is. A `reversal` can follow any state, is final, and refuses everything after it; so
 * does one that failed, except that it may be tried again.
 */
export interface Payment {
  readonly id: string;
  readonly status: 'NONE' | PaymentState['status'];
  readonly customerId: string | undefined;
  readonly total: Money;
  /** Totals so far. */
  readonly captured: Money;
  readonly refunded: Money;
  readonly method: string | undefined;
  readonly decline: PaymentDeclineReason | undefined;
  readonly operation: ProviderOperation | undefined;
  /** Intents so far; the next key is made from it. */
  readonly attempts: Readonly<Record<OperationKind, number>>;
  /** What holds the money: the key it was asked for with, the provider's id, and its event that told the customer's decision. */
  readonly authorization: { readonly key: string; readonly id: string; readonly answeredBy?: string } | undefined;
  readonly action: CustomerAction | undefined;
  readonly reversal: PaymentReversed['data'] | undefined;
  /** The provider refused to undo the payment; absent where none did. */
  readonly reversalFailed?: true;
  /** Goodwill refunds that the provider refused, by key. */
  readonly failedRefunds: Readonly<Record<string, { readonly code: string; readonly message: string }>>;
  readonly updatedAt: Date;
}

export const unknownPayment = (id: string): Payment => ({
  id,
  status: 'NONE',
  customerId: undefined,
  total: none('XXX'),
  captured: none('XXX'),
  refunded: none('XXX'),
  method: undefined,
  decline: undefined,
  operation: undefined,
  attempts: { authorize: 0, capture: 0, void: 0, refund: 0 },
  authorization: undefined,
  action: undefined,
  reversal: undefined,
  failedRefunds: {},
  updatedAt: new Date(0),
});

/** What other services and clients may know. */
export function publicState(payment: Payment): PaymentState {
  const { id, status, customerId, total, captured, refunded, method, decline, updatedAt } = payment;
  return {
    id,
    orderId: id,
    ...(customerId !== undefined && { customerId }),
    status: status === 'NONE' ? 'PENDING' : status,
    total,
    captured,
    refunded,
    ...(method !== undefined && { method }),
    ...(decline !== undefined && { decline }),
    updatedAt: updatedAt.toISOString(),
  };
}
