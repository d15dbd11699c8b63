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
      return watchedOrders(watch, orders).some(({ id, version }) => (newest.get(id) ?? 0) < version);
    });
  }

  async ended(): Promise<void> {
    await Promise.all(this.#all.map((follower) => follower.ended()));
  }
}
