import type { Commit } from '@ordergraph/messaging';
import type { Order } from '../domain/order.js';
import type { Orders } from './orders.js';

/** An order as its stream told it at one version, with the commits it is folded from. */
export interface LoadedOrder {
  readonly order: Order;
  readonly commits: readonly Commit[];
}

/** The order as it is now; undefined when nothing was placed under the id. */
export async function loadOrder(orders: Orders, id: string): Promise<LoadedOrder | undefined> {
  const { state, commits } = await orders.log.history(orders.decider, id);
  return state.kind === 'placed' ? { order: state, commits } : undefined;
}

/** The order as these commits, oldest first, leave it. */
export function orderFrom({ log, decider }: Orders, id: string, commits: readonly Commit[]): LoadedOrder | undefined {
  const { state } = log.fold(decider, id, commits);
  return state.kind === 'placed' ? { order: state, commits } : undefined;
}
