import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Commit, CommitId } from '../commits/commit.js';

/** One change stream on the inserts of `commits`; opens again by itself, and says when wake-ups may have been missed. */
export class WakeSource {
  readonly #collection: mongo.Collection<Commit>;
  readonly #logger: Logger;
  readonly #callbacks: { readonly woken: (id: CommitId) => void; readonly interrupted: () => void };
  #stream: mongo.ChangeStream | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = true;

  constructor(
    collection: mongo.Collection<Commit>,
    logger: Logger,
    callbacks: { readonly woken: (id: CommitId) => void; readonly interrupted: () => void },
  ) {
    this.#collection = collection;
    this.#logger = logger;
    this.#callbacks = callbacks;
  }

  start(): void {
    this.#stopped = false;
    this.#open();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#stream?.close();
  }

  #open(): void {
    const pipeline = [{ $match: { operationType: 'insert' } }, { $project: { documentKey: 1 } }];
    const stream = this.#collection.watch(pipeline);
    this.#stream = stream;
    stream.on('change', (change) => {
      if ('documentKey' in change) this.#callbacks.woken(change.documentKey._id);
    });
    stream.on('error', (error) => this.#reopen(error));
  }

  #reopen(error: unknown): void {
    if (this.#stopped) return;
    this.#logger.warn({ err: error }, 'the change stream broke; watched streams are polled until it is back');
    void this.#stream?.close().catch(() => undefined);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#open();
      this.#callbacks.interrupted();
    }, 1_000);
  }
}
