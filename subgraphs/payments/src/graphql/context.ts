import type { History } from '@ordergraph/messaging';
import { hasScopes, type Principal, type RequestContext } from '@ordergraph/service';
import type DataLoader from 'dataloader';
import type { Payment } from '../domain/payment.js';

/** A payment as resolvers know it: state, version, and the commits that its ledger is derived from. */
export type LoadedPayment = History<Payment>;

export interface PaymentLoaders {
  readonly payments: DataLoader<string, LoadedPayment | undefined>;
}

export type PaymentsContext = RequestContext & PaymentLoaders;

export const isCustomerOf = ({ customerId }: Payment, principal: Principal): boolean =>
  principal.kind === 'user' && customerId !== undefined && principal.userId === customerId;

/** The customer of the order, and operators. */
export const maySee = (payment: Payment, principal: Principal): boolean =>
  isCustomerOf(payment, principal) || hasScopes(principal, 'payments:read');
