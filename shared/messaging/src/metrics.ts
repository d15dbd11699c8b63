import { Gauge, type Registry } from 'prom-client';
import type { CommitStore } from './commits/commit-store.js';
import type { Clock } from './database-clock.js';

/** `ordergraph_outbox_oldest_pending_seconds`: age of the oldest commit that no broker has confirmed; 0: none. */
export function observeOutbox(metrics: Registry, store: CommitStore, clock: Clock): void {
  new Gauge({
    name: 'ordergraph_outbox_oldest_pending_seconds',
    help: 'Age of the oldest commit whose messages are not confirmed by the broker.',
    registers: [metrics],
    async collect() {
      const oldest = await store.collection.findOne(
        { pending: { $gt: 0 } },
        { sort: { nextTryAt: 1 }, projection: { at: 1 } },
      );
      this.set(oldest ? (clock.now().getTime() - oldest.at.getTime()) / 1_000 : 0);
    },
  });
}
