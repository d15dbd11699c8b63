/**
 * Group commit in general: one flush is in flight; whatever arrives meanwhile joins the next. No timers and no debouncing:
 * an idle system flushes at once, a busy one in batches as large as its latency makes them. What nobody waits for may
 * gather for a while first (`gatherMilliseconds`).
 *
 * Invariant: every item added is answered by exactly the flush that carried it.
 */
export class GroupFlush<Item, Result> {
  readonly #flush: (items: readonly Item[]) => Promise<readonly Settled<Result>[]>;
  readonly #maximumBatch: number;
  readonly #gatherMilliseconds: number | undefined;
  #hurry: () => void = () => undefined;
  #awaited = 0;
  #waiting: Waiting<Item, Result>[] = [];
  #running: Promise<void> | undefined;

  /** `flush` answers each item by index; when it throws, every item of the batch is rejected with that error. */
  constructor(
    flush: (items: readonly Item[]) => Promise<readonly Settled<Result>[]>,
    { maximumBatch = 200, gatherMilliseconds }: GroupFlushOptions = {},
  ) {
    this.#flush = flush;
    this.#maximumBatch = maximumBatch;
    this.#gatherMilliseconds = gatherMilliseconds;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Flushes what has gathered; resolves when nothing is waiting or in flight. */
  async idle(): Promise<void> {
    this.#awaited += 1;
    this.#hurry();
    while (this.#running) await this.#running;
    this.#awaited -= 1;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gather();
      const due = this.#waiting;
      this.#waiting = [];
      while (due.length > 0) await this.#settle(due.splice(0, this.#maximumBatch));
    }
    this.#running = undefined;
  }

  #gather(): Promise<unknown> {
    // One turn of the event loop, so that everything which arrived in the same I/O round shares the flush.
    if (this.#gatherMilliseconds === undefined || this.#awaited > 0) return new Promise(setImmediate);
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#gatherMilliseconds).unref();
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#flush(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result && 'value' in result) resolve(result.value);
        else reject(result?.error ?? new Error('the flush answered fewer items than it was given'));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

export interface GroupFlushOptions {
  /** Items of one flush, default 200. */
  readonly maximumBatch?: number;
  /** How long the first item waits for others; default: only until those of the same I/O round are there. */
  readonly gatherMilliseconds?: number | undefined;
}

/** The outcome of one item of a batch. */
export type Settled<Result> = { readonly value: Result } | { readonly error: unknown };

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}
