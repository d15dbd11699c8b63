import { type LoadedOrder, orderAt } from '../use-cases/load-order.js';
import type { Orders } from '../use-cases/orders.js';
import { endable } from './endable.js';
import { LiveQueue } from './live-queue.js';
import type { OrderWakes } from './order-wakes.js';

interface Wake {
  readonly orderId: string;
  readonly version: number;
}

/**
 * Everybody's orders from now on: a dashboard's tail. What was committed while the last orders were read is read together, so
 * a busy shop costs few queries; a reader that is still too slow loses the oldest.
 */
export function watchAllOrders(orders: Orders, wakes: OrderWakes): AsyncIterableIterator<LoadedOrder> {
  const queue = new LiveQueue<Wake>(1_000);
  const stop = wakes.listenToEverybody((orderId, version) => queue.push({ orderId, version }));
  const page: LoadedOrder[] = [];
  const next = async (): Promise<IteratorResult<LoadedOrder>> => {
    for (;;) {
      const order = page.shift();
      if (order) return { value: order, done: false };
      const woken = await queue.takeAll();
      if (woken.length === 0) return { value: undefined, done: true };
      page.push(...(await ordersAt(orders, woken)));
    }
  };
  return endable(next, () => {
    stop();
    queue.end();
  });
}

/** Each order as it was at the version that was committed. */
async function ordersAt(orders: Orders, wakes: readonly Wake[]): Promise<readonly LoadedOrder[]> {
  const { log, decider } = orders;
  const then = await Promise.all(
    wakes.map(async ({ orderId, version }) =>
      orderAt(orders, orderId, await log.historySince(decider, orderId, version), version),
    ),
  );
  return then.filter((order) => order !== undefined);
}
