import type { OrderState, PaymentState, ProductState, ReservationState, UserState } from '@ordergraph/events';
import type { StreamKind } from './streams.js';

export const orders: StreamKind<OrderState> = { service: 'orders', category: 'order' };
export const payments: StreamKind<PaymentState> = { service: 'payments', category: 'payment' };
export const products: StreamKind<ProductState> = { service: 'inventory', category: 'product' };
export const users: StreamKind<UserState> = { service: 'users', category: 'user' };

/** A reservation that was asked for and not decided yet has no status that others know. */
export const reservations: StreamKind<Omit<ReservationState, 'status'> & { readonly status: string }> = {
  service: 'inventory',
  category: 'reservation',
};
