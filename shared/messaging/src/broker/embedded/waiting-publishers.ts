import { BrokerUnavailable } from '../../errors.js';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  readonly patience: NodeJS.Timeout;
}

/** Publishers that wait for the effect of one message, each for as long as its patience lasts. */
export class WaitingPublishers {
  readonly #waiting = new Set<Waiting>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Resolves with `succeed`. @throws {BrokerUnavailable} after the time, having called `lost`, or with `fail`. */
  join(options: { readonly patience: number; readonly reason: string; readonly lost: () => void }): Promise<void> {
    return new Promise((resolve, reject) => {
      const losePatience = (): void => {
        this.#waiting.delete(waiting);
        reject(new BrokerUnavailable(options.reason));
        options.lost();
      };
      const waiting = { resolve, reject, patience: setTimeout(losePatience, options.patience) };
      this.#waiting.add(waiting);
    });
  }

  succeed(): void {
    this.#end(({ resolve }) => resolve());
  }

  fail(reason: string): void {
    this.#end(({ reject }) => reject(new BrokerUnavailable(reason)));
  }

  #end(settle: (waiting: Waiting) => void): void {
    for (const waiting of this.#waiting) {
      clearTimeout(waiting.patience);
      settle(waiting);
    }
    this.#waiting.clear();
  }
}
