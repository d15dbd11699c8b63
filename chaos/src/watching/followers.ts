import { type WatchedOrder, watchedOrders } from '../history/watches.js';
import type { Follower } from './follower.js';

/** All watchers of a run. */
export class Followers {
  readonly #all: Follower[] = [];

  add(follower: Follower): void {
    this.#all.push(follower);
  }

  lookAgain(orderId: string): void {
    for (const follower of this.#all) if (follower.watch.orderId === orderId) follower.lookAgain();
  }

  /** Those that have not seen the newest version of an order they follow. */
  behind(orders: readonly WatchedOrder[]): Follower[] {
    return this.#all.filter(({ watch }) => {
      const newest = new Map(watch.seen.map(({ orderId, version }) => [orderId, version]));
      // Who began behind the last version there is owes nothing.
      const before = watch.orderId === undefined ? 0 : (watch.after ?? 0);
      return watchedOrders(watch, orders).some(({ id, version }) => (newest.get(id) ?? before) < version);
    });
  }

  async ended(): Promise<void> {
    await Promise.all(this.#all.map((follower) => follower.ended()));
  }
}
