import type { Logger } from 'pino';
import type { Broker } from '../broker/port.js';
import type { Commit } from '../commits/commit.js';
import type { Commits } from '../commits/port.js';
import { crashPoint } from '../crash-points.js';
import type { Clock } from '../database-clock.js';
import { Periodic } from '../periodic.js';

/**
 * Publishes what nobody has: commits whose process died, overflowed or lost its broker. Any replica may take any commit, by
 * a conditional update that moves `nextTryAt`; there is no leader and no lease, and a stalled holder causes a duplicate only.
 */
export class Sweeper {
  readonly #store: Commits;
  readonly #broker: Broker;
  readonly #clock: Clock;
  readonly #complete: (commit: Commit) => Promise<void>;
  readonly #periodic: Periodic;
  #unsubscribe: (() => void) | undefined;

  /** `complete` does for a commit what its process would have done: own views, blanking of secrets, publishing. */
  constructor(options: {
    readonly store: Commits;
    readonly broker: Broker;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly complete: (commit: Commit) => Promise<void>;
  }) {
    this.#store = options.store;
    this.#broker = options.broker;
    this.#clock = options.clock;
    this.#complete = options.complete;
    this.#periodic = new Periodic('sweep', 1_000, () => this.sweep(), options.logger);
  }

  start(): void {
    this.#periodic.start();
    this.#unsubscribe = this.#broker.onConnectionChange((connected) => {
      if (connected) this.#periodic.wake();
    });
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await this.#periodic.stop();
  }

  /** Takes and publishes everything that is overdue now. */
  async sweep(): Promise<void> {
    while (this.#broker.connected && !this.#periodic.stopping) {
      const taken = await this.#store.takeOverdue(this.#clock.now(), batchSize);
      if (taken.length === 0) return;
      crashPoint('sweep-taken');
      const outcomes = await Promise.allSettled(taken.map((commit) => this.#complete(commit)));
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure) throw failure.reason;
    }
  }
}

const batchSize = 200;
