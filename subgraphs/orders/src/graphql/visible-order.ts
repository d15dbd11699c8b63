import { type OrdersContext, maySee } from './context.js';
import type { LoadedOrder } from '../use-cases/load-order.js';

/** The order when the caller may see it. Absent and forbidden are the same. */
export async function visibleOrder(context: OrdersContext, id: string): Promise<LoadedOrder | undefined> {
  const loaded = await context.orders.load(id);
  return loaded && maySee(context.principal, loaded.order) ? loaded : undefined;
}

/**
 * The field `order` of an answer about something that was just changed: as `visibleOrder`, read again, and only when it is
 * selected. (A read that nobody awaits would end the process when it fails.)
 */
export const orderNow = (context: OrdersContext, id: string) => (): Promise<LoadedOrder | undefined> => {
  context.orders.clear(id);
  return visibleOrder(context, id);
};
