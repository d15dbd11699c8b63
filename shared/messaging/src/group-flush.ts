/**
 * Group commit in general: one flush is in flight; whatever arrives meanwhile joins the next. No timers and no debouncing:
 * an idle system flushes at once, a busy one in batches as large as its latency makes them.
 *
 * Invariant: every item added is answered by exactly the flush that carried it.
 */
export class GroupFlush<Item, Result> {
  readonly #flush: (items: readonly Item[]) => Promise<readonly Settled<Result>[]>;
  readonly #maximumBatch: number;
  #waiting: Waiting<Item, Result>[] = [];
  #running: Promise<void> | undefined;

  /** `flush` answers each item by index; when it throws, every item of the batch is rejected with that error. */
  constructor(flush: (items: readonly Item[]) => Promise<readonly Settled<Result>[]>, maximumBatch = 200) {
    this.#flush = flush;
    this.#maximumBatch = maximumBatch;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is waiting or in flight. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop, so that everything which arrived in the same I/O round shares the first flush.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#maximumBatch);
      await this.#settle(batch);
    }
    this.#running = undefined;
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

/** The outcome of one item of a batch. */
export type Settled<Result> = { readonly value: Result } | { readonly error: unknown };

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}
