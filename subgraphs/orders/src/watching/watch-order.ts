import { type Commit, type Feed, streamName } from '@ordergraph/messaging';
import { type LoadedOrder, orderFrom } from '../use-cases/load-order.js';
import { isFinal } from '../domain/order.js';
import type { Orders } from '../use-cases/orders.js';
import { endable } from './endable.js';

/**
 * Every version of one order, once and in order: a read of its stream that does not end.
 *
 * It begins after a version, or with the present state. Having shown a final version that is also the newest it completes;
 * begun after a final version it stays open, since a cancellation may follow.
 */
export function watchOrder(
  orders: Orders & { readonly feed: Feed },
  start: { readonly id: string; readonly commits: readonly Commit[]; readonly after: number | undefined },
): AsyncIterableIterator<LoadedOrder> {
  const { log, decider, feed } = orders;
  const { id, after } = start;
  const known = start.commits.filter(({ _id }) => _id.version <= (after ?? Number.POSITIVE_INFINITY));
  const source = feed.watchStream(streamName(decider.category, id), known.length);
  let presentIsOwed = after === undefined;
  /** Of the version shown last. Looked at while it is on its way: between a last payload and its end fits no restart. */
  let isOver: Promise<boolean> = Promise.resolve(false);

  const isNewest = async (): Promise<boolean> => (await log.load(decider, id)).version === known.length;

  const show = (): IteratorResult<LoadedOrder> => {
    const shown = orderFrom(orders, id, [...known]);
    if (!shown) return { value: undefined, done: true };
    if (isFinal(shown.order)) {
      isOver = isNewest();
      // Thrown where it is awaited, if anybody still asks.
      isOver.catch(() => undefined);
    } else isOver = Promise.resolve(false);
    return { value: shown, done: false };
  };

  const next = async (): Promise<IteratorResult<LoadedOrder>> => {
    if (presentIsOwed) {
      presentIsOwed = false;
      return show();
    }
    if ((await isOver) && (!source.isWoken || (await isNewest()))) return { value: undefined, done: true };
    const commit = await source.next();
    if (commit.done) return { value: undefined, done: true };
    known.push(commit.value);
    return show();
  };
  return endable(next, () => void source.return?.());
}
