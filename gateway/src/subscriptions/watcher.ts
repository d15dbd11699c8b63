import type { ExecutionResult, GraphQLError } from 'graphql';

import { fault } from './fault.js';

/*
 * What a transport reads of one stream.
 *
 *   open ──end(error?)──▶ draining: what is queued is still delivered, then the end
 *   open, draining ──queue full──▶ dropped: the queue is discarded, the next read gets the error
 *   any ──return(), or a payload that cannot be made──▶ closed
 *   draining, dropped ──the reader has the end──▶ closed
 *
 * Written by hand because `return()` of an async generator waits for a pending `next()`: on a quiet stream the client's
 * leaving would be noticed at the next event, if ever.
 */

export type WatchEnd = 'completed' | 'failed' | 'slow' | 'left';

interface StreamEnd {
  reason: WatchEnd;
  error?: GraphQLError | undefined;
}

export interface WatchClose extends StreamEnd {
  /** Events that came for the reader and were not given to it. */
  dropped: number;
}

export interface WatcherOptions<Event> {
  /** Events that may wait for a slow reader. */
  queueLimit: number;
  /** Makes the payload of an event, in order and one at a time. If it rejects, the reader has failed: readers do not return after that by themselves. */
  resolve(event: Event): Promise<ExecutionResult>;
  /** The error that tells the reader that it was too slow; it has read up to the last payload it was given. */
  slow(lastRead: ExecutionResult | undefined): GraphQLError;
  onEnd(reason: WatchEnd): void;
  /** After `onEnd`: the reader will get nothing more. */
  onClose?(close: WatchClose): void;
}

export class Watcher<Event> implements AsyncGenerator<ExecutionResult, void, undefined> {
  readonly #queue: Event[] = [];
  #end: StreamEnd | undefined;
  #isOver = false;
  #dropped = 0;
  #lastRead: ExecutionResult | undefined;
  #wake: (() => void) | undefined;

  constructor(private readonly options: WatcherOptions<Event>) {}

  push(event: Event): void {
    if (this.#end) return;
    if (this.#queue.length >= this.options.queueLimit) {
      this.#dropped = 1;
      this.#drop();
      this.#finish('slow', this.options.slow(this.#lastRead));
      return;
    }
    this.#queue.push(event);
    this.#wake?.();
  }

  end(error?: GraphQLError): void {
    this.#finish(error ? 'failed' : 'completed', error);
  }

  async next(): Promise<IteratorResult<ExecutionResult, void>> {
    for (;;) {
      if (this.#isOver) return { done: true, value: undefined };
      const event = this.#queue.shift();
      if (event !== undefined) return this.#deliver(event);
      if (this.#end) {
        this.#close(this.#end);
        if (this.#end.error) throw this.#end.error;
        continue;
      }
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  return(): Promise<IteratorResult<ExecutionResult, void>> {
    this.#drop();
    this.#close(this.#finish('left'));
    return Promise.resolve({ done: true, value: undefined });
  }

  async throw(error: unknown): Promise<IteratorResult<ExecutionResult, void>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #deliver(event: Event): Promise<IteratorResult<ExecutionResult, void>> {
    const value = await this.options.resolve(event).catch((error: unknown) => this.#failed(error));
    // The reader may have left while its payload was made.
    if (this.#isOver || !value) return { done: true, value: undefined };
    this.#lastRead = value;
    return { done: false, value };
  }

  /** Throws what went wrong, unless the reader has left. */
  #failed(thrown: unknown): undefined {
    if (this.#isOver) return;
    const error = fault(thrown);
    this.#dropped += 1;
    this.#drop();
    this.#finish('failed', error);
    this.#close({ reason: 'failed', error });
    throw error;
  }

  #drop(): void {
    this.#dropped += this.#queue.length;
    this.#queue.length = 0;
  }

  #finish(reason: WatchEnd, error?: GraphQLError): StreamEnd {
    this.#wake?.();
    if (this.#end) return this.#end;
    this.#end = { reason, error };
    this.options.onEnd(reason);
    return this.#end;
  }

  #close(end: StreamEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.options.onClose?.({ ...end, dropped: this.#dropped });
  }
}
