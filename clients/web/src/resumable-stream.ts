import type { Backoff } from './backoff.js';
import { readStreamEnd, type StreamRefused } from './stream-end.js';
import { StreamPosition, type StreamResult, type VersionOf } from './stream-position.js';
import type { Tokens } from './tokens.js';

/*
 * One subscription, kept going over lost connections.
 *
 *   opening ──payload──▶ live
 *   opening, live ──connection lost, or an end that is called retryable──▶ waiting
 *   opening, live ──token not taken──▶ opening with another token; the second time in a row ──▶ ended
 *   waiting ──pause with jitter──▶ opening, after the last cursor
 *   any ──completed or refused, or stop()──▶ ended
 *
 * At most one attempt is open; what comes late from an earlier one is ignored. A payload is passed on once, in order.
 */

export interface StreamSink<Result> {
  next(result: Result): void;
  error(reason: unknown): void;
  complete(): void;
}

/** Begins the operation after `cursor` over some transport; answers how to stop it. */
export type OpenStream<Result> = (attempt: StreamAttempt, sink: StreamSink<Result>) => () => void;

export interface StreamAttempt {
  readonly cursor: string | undefined;
  readonly token: string | undefined;
}

export interface ResumableStreamOptions<Result> {
  readonly open: OpenStream<Result>;
  readonly sink: StreamSink<Result>;
  readonly tokens: Tokens;
  readonly backoff: Backoff;
  readonly versionOf: VersionOf;
  /** Called when an attempt ended that will be repeated: an app may show that it is not live. */
  readonly onInterruption?: ((reason: unknown) => void) | undefined;
}

/** Open for so long, an attempt was accepted even if the stream is quiet. */
const STABLE_MILLISECONDS = 15_000;

export class ResumableStream<Result extends StreamResult> {
  readonly #position: StreamPosition;
  #generation = 0;
  #attempt = 0;
  #tokensRefused = 0;
  #openedAt = 0;
  #token: string | undefined;
  #close: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ResumableStreamOptions<Result>) {
    this.#position = new StreamPosition(options.versionOf);
    void this.#open();
  }

  stop(): void {
    this.#leave();
    clearTimeout(this.#timer);
  }

  async #open(): Promise<void> {
    const generation = ++this.#generation;
    const isCurrent = (): boolean => generation === this.#generation;
    this.#openedAt = performance.now();
    try {
      const token = await this.options.tokens.take();
      if (!isCurrent()) return;
      this.#token = token;
      const close = this.options.open(
        { cursor: this.#position.cursor, token },
        {
          next: (result) => isCurrent() && this.#received(result),
          error: (reason) => isCurrent() && this.#failed(reason),
          complete: () => isCurrent() && this.#end(),
        },
      );
      if (isCurrent()) this.#close = close;
      else close();
    } catch (error) {
      // The token could not be had, or the transport not be begun: both may be for want of a network.
      if (isCurrent()) this.#lost(error);
    }
  }

  #received(result: Result): void {
    // A request that is refused as a whole is answered by a result without data.
    if (result.data === undefined && result.errors?.length) {
      this.#failed(result.errors);
      return;
    }
    this.#accepted();
    if (this.#position.advance(result)) this.options.sink.next(result);
  }

  #failed(reason: unknown): void {
    if (performance.now() - this.#openedAt > STABLE_MILLISECONDS) this.#accepted();
    const end = readStreamEnd(reason);
    if (end.kind === 'lost') {
      this.#position.cursor ??= end.cursor;
      this.#lost(reason, end.retryAfterMilliseconds);
    } else if (end.kind === 'unauthenticated') this.#unauthenticated(end.error);
    else this.#end(end.error);
  }

  #unauthenticated(error: StreamRefused): void {
    if (!this.options.tokens.canRenew || this.#tokensRefused > 0) {
      this.#end(error);
      return;
    }
    this.#tokensRefused += 1;
    this.options.tokens.reject(this.#token);
    this.#openAfter(0, error);
  }

  #lost(reason: unknown, atLeastMilliseconds = 0): void {
    const pause = Math.max(this.options.backoff(this.#attempt), atLeastMilliseconds);
    this.#attempt += 1;
    this.#openAfter(pause, reason);
  }

  #openAfter(milliseconds: number, reason: unknown): void {
    this.#leave();
    this.#timer = setTimeout(() => void this.#open(), milliseconds);
    this.options.onInterruption?.(reason);
  }

  #accepted(): void {
    this.#attempt = 0;
    this.#tokensRefused = 0;
  }

  #end(error?: StreamRefused): void {
    this.stop();
    if (error) this.options.sink.error(error);
    else this.options.sink.complete();
  }

  /** Ends the attempt: what still comes from it is not heard. */
  #leave(): void {
    this.#generation += 1;
    this.#close?.();
    this.#close = undefined;
  }
}
