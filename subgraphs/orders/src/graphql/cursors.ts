import { createCursorCodec } from '@ordergraph/service';
import { z } from 'zod';
import { type Progress, progressOf } from '../domain/progress.js';
import type { LoadedOrder } from '../use-cases/load-order.js';

const version = z.number().int().min(1);

/** Where a watcher of one order stands. */
export const progressCursor = createCursorCodec('orderProgress', z.tuple([z.string(), version]));

/**
 * Noted in a cursor: a stream showed that version. Resumed there it goes on, and ends where it would have without the
 * interruption; a stream that begins behind a final version does not end there.
 */
export const FOLLOWED = 'followed';

/** Where a watcher of all own orders stands: see `CustomerPosition`. */
export const myProgressCursor = createCursorCodec(
  'myOrderProgress',
  z.tuple([z.iso.datetime(), z.array(z.tuple([z.string(), version]))]),
);

/** Given while a watcher of all own orders follows too many for a cursor to hold: nothing is resumed with it. */
export const unresumableCursor = createCursorCodec('myOrderProgress/unresumable', z.tuple([z.string(), version]));

/** A place in the list of orders, newest first. */
export const orderListCursor = createCursorCodec('orders', z.tuple([z.iso.datetime(), z.string()]));

/** A place in the history of an order: version, and position within it. */
export const historyCursor = createCursorCodec('history', z.tuple([version, z.number().int().min(0)]));

/** `OrderProgress` as resolvers hand it on, with the order as it was then. */
export interface ProgressShown extends Progress {
  readonly cursor: string;
  readonly order: LoadedOrder;
}

export const progressShown = (order: LoadedOrder): ProgressShown => {
  const progress = progressOf(order.order);
  return { ...progress, cursor: progressCursor.encode([progress.orderId, progress.version]), order };
};
