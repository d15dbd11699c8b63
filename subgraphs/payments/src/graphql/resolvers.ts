import type { ResolverMap } from '@ordergraph/service';
import type { Payments } from '../use-cases/payments.js';
import type { PaymentsContext } from './context.js';
import { order, payment } from './payment.js';
import { refundPaymentResolver } from './refund-payment.js';
import { visiblePayment } from './visible-payment.js';

export const resolvers = (payments: Payments): ResolverMap => ({
  Query: {
    payment: (_: unknown, { id }: { readonly id: string }, context: PaymentsContext) => visiblePayment(id, context),
  },
  Mutation: { refundPayment: refundPaymentResolver(payments) },
  Order: order,
  Payment: payment,
});
