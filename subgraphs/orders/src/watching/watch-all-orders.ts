import { type Progress, progressOf } from '../domain/progress.js';
import type { Orders } from '../use-cases/orders.js';
import { endable } from './endable.js';
import { LiveQueue } from './live-queue.js';
import type { OrderWakes } from './order-wakes.js';

interface Wake {
  readonly orderId: string;
  readonly version: number | undefined;
}

/** Everybody's orders from now on: a dashboard's tail. A reader that is too slow loses the oldest. */
export function watchAllOrders(orders: Orders, wakes: OrderWakes): AsyncIterableIterator<Progress> {
  const queue = new LiveQueue<Wake>(1_000);
  const stop = wakes.listenToEverybody((orderId, version) => queue.push({ orderId, version }));
  const next = async (): Promise<IteratorResult<Progress>> => {
    const wake = await queue.take();
    const progress = wake && (await progressAt(orders, wake));
    return progress ? { value: progress, done: false } : { value: undefined, done: true };
  };
  return endable(next, () => {
    stop();
    queue.end();
  });
}

async function progressAt({ log, decider }: Orders, { orderId, version }: Wake): Promise<Progress | undefined> {
  const { commits } = await log.load(decider, orderId);
  const until = commits.filter(({ _id }) => _id.version <= (version ?? Number.POSITIVE_INFINITY));
  const { state } = log.fold(decider, orderId, until);
  return state.kind === 'placed' ? progressOf(state) : undefined;
}
