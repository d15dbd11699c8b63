import type { Logger } from 'pino';
import { type Commit, type CommitId, commitId } from '../commits/commit.js';
import type { CommitStore } from '../commits/commit-store.js';
import { Periodic } from '../periodic.js';
import { Watcher } from './watcher.js';
import { WakeSource } from './wake-source.js';

/** Something was committed (by any replica); `undefined`: wake-ups may have been missed, look at everything you watch. */
export type WakeListener = (wake: CommitId | undefined) => void;

export interface FeedOptions {
  readonly store: CommitStore;
  readonly logger: Logger;
  /** How often everything watched is looked at without a wake-up. Default 5,000. */
  readonly resyncMilliseconds?: number;
}

/**
 * Reads of streams that do not end. The change stream on `commits` is a wake-up and nothing more: a watcher registers
 * first, then reads from its own version on, so it misses nothing whatever happens to the wake-ups. When they break, and
 * every 5 s, the next expected commit of every watched stream is looked up, a thousand in one query.
 */
export class Feed {
  readonly #store: CommitStore;
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #listeners = new Set<WakeListener>();
  readonly #source: WakeSource;
  readonly #resync: Periodic;
  #isStarted = false;
  #hasBegun = false;

  constructor(options: FeedOptions) {
    const { store, logger, resyncMilliseconds = 5_000 } = options;
    this.#store = store;
    this.#source = new WakeSource(store.collection, logger, {
      woken: (id) => this.#woken(id),
      opened: () => this.#resync.wake(),
    });
    this.#resync = new Periodic('resync of watched streams', resyncMilliseconds, () => this.#lookAtAll(), logger);
  }

  /** Allows it to listen; it begins to when somebody watches. */
  start(): void {
    this.#isStarted = true;
    if (this.#watchers.size > 0 || this.#listeners.size > 0) this.#begin();
  }

  async stop(): Promise<void> {
    for (const watchers of this.#watchers.values()) for (const watcher of watchers) watcher.end();
    await Promise.all([this.#source.stop(), this.#resync.stop()]);
  }

  /** Every commit of a stream after a version, once and in order, for ever; `return()` ends it, also on a quiet stream. */
  watchStream(stream: string, afterVersion: number): AsyncIterableIterator<Commit> {
    const watcher: Watcher = new Watcher(this.#store, stream, afterVersion, () => this.#leave(watcher));
    const others = this.#watchers.get(stream);
    if (others) others.add(watcher);
    else this.#watchers.set(stream, new Set([watcher]));
    this.#begin();
    return watcher;
  }

  /** Hears of every commit soon after it is durable, and `undefined` whenever some may have been missed. */
  onWake(listener: WakeListener): () => void {
    this.#listeners.add(listener);
    this.#begin();
    return () => this.#listeners.delete(listener);
  }

  #begin(): void {
    if (!this.#isStarted || this.#hasBegun) return;
    this.#hasBegun = true;
    this.#source.start();
    this.#resync.start();
  }

  #leave(watcher: Watcher): void {
    const watchers = this.#watchers.get(watcher.stream);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#watchers.delete(watcher.stream);
  }

  #woken(id: CommitId): void {
    for (const watcher of this.#watchers.get(id.stream) ?? []) watcher.wake();
    for (const listener of this.#listeners) listener(id);
  }

  async #lookAtAll(): Promise<void> {
    for (const listener of this.#listeners) listener(undefined);
    const expected = [...this.#watchers.values()].flatMap((watchers) =>
      [...watchers].map(({ stream, nextVersion }) => commitId(stream, nextVersion)),
    );
    for (let start = 0; start < expected.length; start += lookupBatch) {
      const existing = await this.#store.existing(expected.slice(start, start + lookupBatch));
      for (const { stream } of existing) for (const watcher of this.#watchers.get(stream) ?? []) watcher.wake();
    }
  }
}

const lookupBatch = 1_000;
