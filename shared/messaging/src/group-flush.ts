/**
 * Group commit in general: one flush is in flight; whatever arrives meanwhile joins the next. No timers and no debouncing:
 * an idle system flushes at once, a busy one in batches as large as its latency makes them. What nobody waits for may
 * gather for a while first (`gatherFor`).
 *
 * Invariant: every item added is answered by exactly the flush that carried it.
 */
export class GroupFlush<Item, Result> {
  readonly #flush: (items: readonly Item[]) => Promise<readonly Settled<Result>[]>;
  readonly #maximumBatch: number;
  readonly #gather: Gather;
  #hurry: () => void = () => undefined;
  #awaited = 0;
  #waiting: Waiting<Item, Result>[] = [];
  #running: Promise<void> | undefined;

  /** `flush` answers each item by index; when it throws, every item of the batch is rejected with that error. */
  constructor(
    flush: (items: readonly Item[]) => Promise<readonly Settled<Result>[]>,
    { maximumBatch = 200, gather = gatherRound }: GroupFlushOptions = {},
  ) {
    this.#flush = flush;
    this.#maximumBatch = maximumBatch;
    this.#gather = gather;
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
      await this.#gatherOnce();
      const due = this.#waiting;
      this.#waiting = [];
      while (due.length > 0) await this.#settle(due.splice(0, this.#maximumBatch));
    }
    this.#running = undefined;
  }

  #gatherOnce(): Promise<unknown> {
    const hurry = new Promise<void>((resolve) => (this.#hurry = resolve));
    return this.#awaited > 0 ? gatherRound(hurry) : this.#gather(hurry);
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
  /** What the first item waits for; default: those of the same I/O round. */
  readonly gather?: Gather | undefined;
}

/** Resolves when a flush should begin, and at the latest with `hurry`. */
export type Gather = (hurry: Promise<void>) => Promise<unknown>;

/** One turn of the event loop, so that everything which arrived in the same I/O round shares the first flush. */
const gatherRound: Gather = () => new Promise(setImmediate);

/** So long after the first item. It keeps no process alive. */
export const gatherFor =
  (milliseconds: number): Gather =>
  (hurry) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      void hurry.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });

/** The outcome of one item of a batch. */
export type Settled<Result> = { readonly value: Result } | { readonly error: unknown };

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}
