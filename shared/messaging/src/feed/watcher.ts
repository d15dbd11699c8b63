import type { Commit } from '../commits/commit.js';
import type { CommitStore } from '../commits/commit-store.js';

/**
 * One reader of one stream.
 *
 * It reads a page whenever it was woken since its last read and holds nothing else. `wake` before a read finishes is not
 * lost: it makes the next `next()` read again. `return()` and `end()` release a `next()` that waits on a quiet stream.
 */
export class Watcher implements AsyncIterableIterator<Commit> {
  readonly stream: string;
  readonly #store: CommitStore;
  readonly #leave: () => void;
  #next: number;
  #page: Commit[] = [];
  #woken = true;
  #ended = false;
  #resume: (() => void) | undefined;

  constructor(store: CommitStore, stream: string, afterVersion: number, leave: () => void) {
    this.#store = store;
    this.#leave = leave;
    this.#next = afterVersion + 1;
    this.stream = stream;
  }

  /** The version that is read next. */
  get nextVersion(): number {
    return this.#next;
  }

  wake(): void {
    this.#woken = true;
    this.#resume?.();
  }

  end(): void {
    this.#ended = true;
    this.#page = [];
    this.#leave();
    this.#resume?.();
  }

  async next(): Promise<IteratorResult<Commit>> {
    while (!this.#ended) {
      const commit = this.#page.shift();
      if (commit) return { value: commit, done: false };
      if (this.#woken) await this.#read();
      else await this.#wait();
    }
    return { value: undefined, done: true };
  }

  return(): Promise<IteratorResult<Commit>> {
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #read(): Promise<void> {
    this.#woken = false;
    const page = await this.#store.readFrom(this.stream, this.#next, pageSize);
    if (this.#ended) return;
    this.#page = [...page];
    this.#next += page.length;
    if (page.length === pageSize) this.#woken = true;
  }

  async #wait(): Promise<void> {
    await new Promise<void>((resolve) => (this.#resume = resolve));
    this.#resume = undefined;
  }
}

const pageSize = 100;
