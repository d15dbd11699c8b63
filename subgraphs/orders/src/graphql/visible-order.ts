import { type OrdersContext, maySee } from './context.js';
import type { LoadedOrder } from '../use-cases/load-order.js';

/** The order when the caller may see it. Absent and forbidden are the same. */
export async function visibleOrder(context: OrdersContext, id: string): Promise<LoadedOrder | undefined> {
  const loaded = await context.orders.load(id);
  return loaded && maySee(context.principal, loaded.order) ? loaded : undefined;
}

/** As `visibleOrder`, read again: something was just changed. */
export function visibleOrderNow(context: OrdersContext, id: string): Promise<LoadedOrder | undefined> {
  context.orders.clear(id);
  return visibleOrder(context, id);
}
