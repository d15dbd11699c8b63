import type { Decider } from '@ordergraph/messaging';
import { evolve, type PaymentMessage } from './evolve.js';
import { type Payment, publicState, unknownPayment } from './payment.js';
import { resumptionId } from './refund.js';

/** Streams `payment-<order id>`. */
export const paymentDecider: Decider<Payment> = {
  category: 'payment',
  evolveVersion: 2,
  initialState: unknownPayment,
  evolve: (payment, message, { at }) => evolve(payment, message as PaymentMessage, at),
  publicState,
  unanswered: ({ operation }) =>
    operation?.kind === 'refund' && operation.purpose === 'GOODWILL' ? [resumptionId(operation.key)] : [],
  secretsSpent: ({ operation, action }) => operation?.kind !== 'authorize' && !action,
};
