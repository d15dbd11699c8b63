import type { Commit, History } from '@ordergraph/messaging';
import type { Order, OrderStream } from '../domain/order.js';
import type { Orders } from './orders.js';

/** An order as its stream told it at one version, with the commits it is folded from. */
export interface LoadedOrder {
  readonly order: Order;
  readonly commits: readonly Commit[];
}

/** The order as it is now; undefined when nothing was placed under the id. */
export async function loadOrder(orders: Orders, id: string): Promise<LoadedOrder | undefined> {
  const history = await orders.log.history(orders.decider, id);
  return orderAt(orders, id, history, history.version);
}

/** The order as it was at a version of this history; folded again only when that is not its newest. */
export function orderAt(
  orders: Orders,
  id: string,
  { state, version, commits }: History<OrderStream>,
  at: number,
): LoadedOrder | undefined {
  if (at !== version) return orderFrom(orders, id, commits.slice(0, at));
  return state.kind === 'placed' ? { order: state, commits } : undefined;
}

/** The order as these commits, oldest first, leave it. */
export function orderFrom({ log, decider }: Orders, id: string, commits: readonly Commit[]): LoadedOrder | undefined {
  const { state } = log.fold(decider, id, commits);
  return state.kind === 'placed' ? { order: state, commits } : undefined;
}
