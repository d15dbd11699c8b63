import type { Message, Money } from '@ordergraph/events';
import { PaymentOpened } from './facts/index.js';
import type { Payment } from './payment.js';

/** Records whose payment it is, where that is not known yet. */
export function open(payment: Payment, known: { readonly customerId?: string; readonly total: Money }): Message[] {
  const isNews = payment.status === 'NONE' || (payment.customerId === undefined && known.customerId !== undefined);
  return isNews ? [PaymentOpened(known)] : [];
}
