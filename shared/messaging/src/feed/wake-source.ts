import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Commit, CommitId } from '../commits/commit.js';

/**
 * One change stream on the inserts of `commits`.
 *
 * States: open → broken → open …; stopped is final. A stream breaks with 'error', or with 'close' alone where the server ended
 * its cursor. It opens again by itself, after the last commit it has told; only when the server has forgotten that far
 * back it begins afresh. Whenever it opens it says so, since wake-ups may have been missed until then.
 */
export class WakeSource {
  readonly #collection: mongo.Collection<Commit>;
  readonly #logger: Logger;
  readonly #callbacks: { readonly woken: (id: CommitId) => void; readonly opened: () => void };
  #stream: mongo.ChangeStream | undefined;
  #told: mongo.ResumeToken; // undefined: nothing was told yet
  #retry: NodeJS.Timeout | undefined;
  #stopped = true;

  constructor(
    collection: mongo.Collection<Commit>,
    logger: Logger,
    callbacks: { readonly woken: (id: CommitId) => void; readonly opened: () => void },
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
    const stream = this.#collection.watch(pipeline, this.#told === undefined ? {} : { startAfter: this.#told });
    this.#stream = stream;
    stream.once('resumeTokenChanged', () => this.#callbacks.opened()); // the server's first answer
    stream.on('change', (change) => {
      if ('documentKey' in change) this.#callbacks.woken(change.documentKey._id);
    });
    stream.on('error', (error) => this.#broke(stream, error));
    stream.on('close', () => this.#broke(stream, new Error('the server ended its cursor')));
  }

  #broke(stream: mongo.ChangeStream, error: Error): void {
    if (this.#stopped || this.#stream !== stream) return;
    this.#logger.warn({ err: error }, 'the change stream broke; watched streams are polled until it is back');
    this.#stream = undefined;
    this.#told = isForgotten(error) ? undefined : stream.resumeToken;
    void stream.close().catch(() => undefined);
    this.#retry = setTimeout(() => this.#open(), pauseMilliseconds);
  }
}

const pauseMilliseconds = 1_000;

/** ChangeStreamHistoryLost, ChangeStreamFatalError, InvalidResumeToken: it will never open there again. */
const forgotten: ReadonlySet<unknown> = new Set([286, 280, 260]);

const isForgotten = (error: Error): boolean => forgotten.has((error as { code?: unknown }).code);
