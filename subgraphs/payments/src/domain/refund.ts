import { type Message, type Money, ResumeRefund } from '@ordergraph/events';
import { RefundIntended } from './facts/index.js';
import { covers, minus, none } from './money.js';
import type { Payment } from './payment.js';
import { operationKey } from './provider-operation.js';

/** What a client sent; the amount is read already, or says what is wrong with it. */
export interface RefundInput {
  readonly amount: Money | InvalidField;
  readonly reason: string;
}

/** A field that the user can correct, by its path inside `input`. */
export interface InvalidField {
  readonly path: readonly string[];
  readonly message: string;
}

export type RefundRefusal =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-large'; readonly refundable: Money }
  | { readonly kind: 'invalid'; readonly fields: readonly InvalidField[] };

const longestReason = 500;

/** What can still be given back on an order that stands. */
export function refundable({ status, captured, refunded, reversal, total }: Payment): Money {
  const isOpen = !reversal && (status === 'CAPTURED' || status === 'PARTIALLY_REFUNDED');
  return isOpen ? minus(captured, refunded) : none(total.currency);
}

/** The intent of a goodwill refund, and the command that finishes it should this process die before the outcome. */
export function refund(payment: Payment, input: RefundInput): readonly Message[] | { readonly refused: RefundRefusal } {
  if (payment.status === 'NONE') return { refused: { kind: 'not-found' } };
  const amount = readAmount(input.amount, payment.total.currency);
  const fields = [...('path' in amount ? [amount] : []), ...checkReason(input.reason)];
  if ('path' in amount || fields.length > 0) return { refused: { kind: 'invalid', fields } };
  const available = refundable(payment);
  if (!covers(available, amount)) return { refused: { kind: 'too-large', refundable: available } };
  const key = operationKey(payment.id, 'refund', payment.attempts.refund + 1);
  return [
    RefundIntended({ key, amount, purpose: 'GOODWILL', reason: input.reason.trim() }),
    ResumeRefund({ orderId: payment.id, key }, { id: resumptionId(key) }),
  ];
}

export const resumptionId = (key: string): string => `${key}/resume`;

function readAmount(amount: Money | InvalidField, currency: string): Money | InvalidField {
  if ('path' in amount) return amount;
  if (amount.currency !== currency)
    return { path: ['amount', 'currencyCode'], message: `This payment is in ${currency}.` };
  return amount.amount > 0 ? amount : { path: ['amount', 'amount'], message: 'Must be more than zero.' };
}

function checkReason(reason: string): InvalidField[] {
  const { length } = reason.trim();
  return length >= 1 && length <= longestReason
    ? []
    : [{ path: ['reason'], message: `Must have 1 to ${longestReason} characters.` }];
}
