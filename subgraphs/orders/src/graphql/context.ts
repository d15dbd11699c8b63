import { hasScopes, type Principal, type RequestContext } from '@ordergraph/service';
import type { Order } from '../domain/order.js';
import type { Loaders } from './loaders.js';

/** What every resolver of this service gets. */
export interface OrdersContext extends RequestContext, Loaders {}

export const mayOperate = (principal: Principal): boolean => hasScopes(principal, 'orders:operate');

/** An order exists for the customer who placed it and for operators; for anyone else it does not. */
export const maySee = (principal: Principal, { customerId }: Pick<Order, 'customerId'>): boolean =>
  mayOperate(principal) || (principal.kind === 'user' && principal.userId === customerId);
