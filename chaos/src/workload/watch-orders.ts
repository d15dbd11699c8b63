import type { History } from '../history/history.js';
import type { Watch } from '../history/watches.js';
import type { Random } from '../random.js';
import { Follower } from '../watching/follower.js';
import type { Followers } from '../watching/followers.js';
import { awaitsCustomer, type Progress } from '../watching/progress.js';
import { answerBank } from './answer-bank.js';
import type { Client } from './client.js';
import type { PlacedOrder } from './place-order.js';

export interface WatchOptions {
  readonly client: Client;
  readonly history: History;
  readonly random: Random;
  readonly followers: Followers;
  /** Watchers leave for good. */
  readonly leaving: AbortSignal;
}

/** Watches all orders of the customer, and does what its bank asks. */
export function followAll(options: WatchOptions): Watch {
  const asked = new Set<string>();
  return follow(options, { orderId: undefined, after: undefined }, undefined, (progress) => {
    const { id } = progress.order;
    if (asked.has(id) || !awaitsCustomer(progress)) return;
    asked.add(id);
    void answerBank(options.client, id, options.random);
  });
}

/** Watches one order; some begin with what `placeOrder` answered, some with whatever is newest by then. */
export function followOne(options: WatchOptions, { id: orderId, progress }: PlacedOrder): Watch {
  return options.random.chance(2 / 3)
    ? follow(options, { orderId, after: progress.version }, progress.cursor)
    : follow(options, { orderId, after: undefined }, undefined);
}

function follow(
  { client, history, random, followers, leaving }: WatchOptions,
  what: Pick<Watch, 'orderId' | 'after'>,
  cursor: string | undefined,
  onProgress: (progress: Progress) => void = () => undefined,
): Watch {
  const watcher = `watcher ${history.watches.length + 1}`;
  const watch: Watch = { watcher, customerId: client.userId, ...what, olderOrders: [], seen: [], connections: 0 };
  history.watches.push(watch);
  followers.add(new Follower({ watch, client, cursor, random: random.fork(watcher), onProgress, signal: leaving }));
  return watch;
}
