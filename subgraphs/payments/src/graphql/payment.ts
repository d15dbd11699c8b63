import { hasScopes, type PageArguments, toGraphqlMoney } from '@ordergraph/service';
import { publicState } from '../domain/payment.js';
import { isCustomerOf, type LoadedPayment, type PaymentsContext } from './context.js';
import { ledgerPage } from './ledger-page.js';
import { visiblePayment } from './visible-payment.js';

interface Reference {
  readonly id: string;
}

export const payment = {
  __resolveReference: ({ id }: Reference, context: PaymentsContext) => visiblePayment(id, context),

  id: ({ state }: LoadedPayment) => state.id,
  status: ({ state }: LoadedPayment) => publicState(state).status,
  total: ({ state }: LoadedPayment) => toGraphqlMoney(state.total),
  captured: ({ state }: LoadedPayment) => toGraphqlMoney(state.captured),
  refunded: ({ state }: LoadedPayment) => toGraphqlMoney(state.refunded),
  method: ({ state }: LoadedPayment) => state.method,
  decline: ({ state }: LoadedPayment) => state.decline,
  updatedAt: ({ state }: LoadedPayment) => state.updatedAt,

  /** Whoever follows it pays in the customer's name: an operator does not see it. */
  nextAction: ({ state }: LoadedPayment, _: unknown, { principal }: PaymentsContext) =>
    state.status === 'ACTION_REQUIRED' && isCustomerOf(state, principal) ? state.action : undefined,

  ledger: (loaded: LoadedPayment, page: PageArguments, { principal }: PaymentsContext) =>
    hasScopes(principal, 'payments:read') ? ledgerPage(loaded, page) : undefined,
};

export const order = {
  __resolveReference: ({ id }: Reference) => ({ id }),
  payment: ({ id }: Reference, _: unknown, context: PaymentsContext) => visiblePayment(id, context),
};
