import { type Commit, type Feed, streamName } from '@ordergraph/messaging';
import { type LoadedOrder, orderFrom } from '../use-cases/load-order.js';
import { isFinal } from '../domain/order.js';
import type { Orders } from '../use-cases/orders.js';
import { endable } from './endable.js';

/** Where a stream of one order begins. */
export interface OrderPlace {
  /** The version before; undefined: with the present state. */
  readonly after: number | undefined;
  /** The stream was interrupted behind that version. */
  readonly isResumed: boolean;
}

/**
 * Every version of one order, once and in order: a read of its stream that does not end.
 *
 * Having shown a final version that is also the newest it completes, be it on the connection before; begun behind a final
 * version it stays open, since a cancellation may follow.
 */
export function watchOrder(
  orders: Orders & { readonly feed: Feed },
  { id, commits, after, isResumed }: OrderPlace & { readonly id: string; readonly commits: readonly Commit[] },
): AsyncIterableIterator<LoadedOrder> {
  const { log, decider, feed } = orders;
  const known = commits.filter(({ _id }) => _id.version <= (after ?? Number.POSITIVE_INFINITY));
  const source = feed.watchStream(streamName(decider.category, id), known.length);
  let presentIsOwed = after === undefined;
  let shown = isResumed ? orderFrom(orders, id, [...known]) : undefined;

  const show = (): IteratorResult<LoadedOrder> => {
    shown = orderFrom(orders, id, [...known]);
    return shown ? { value: shown, done: false } : { value: undefined, done: true };
  };

  const isOver = async (): Promise<boolean> =>
    shown !== undefined && isFinal(shown.order) && (await log.load(decider, id)).version === known.length;

  const next = async (): Promise<IteratorResult<LoadedOrder>> => {
    if (presentIsOwed) {
      presentIsOwed = false;
      return show();
    }
    if (await isOver()) return { value: undefined, done: true };
    const commit = await source.next();
    if (commit.done) return { value: undefined, done: true };
    known.push(commit.value);
    return show();
  };
  return endable(next, () => void source.return?.());
}
