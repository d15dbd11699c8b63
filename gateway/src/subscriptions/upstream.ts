import { type FormattedExecutionResult, GraphQLError } from 'graphql';

import { streamEnd } from '../door/refusal.js';
import { isFields } from '../execution/json.js';
import { backoffMilliseconds } from './backoff.js';
import { isTooDeep } from './deepest-message.js';

/*
 * One operation on a subgraph, kept going over lost connections.
 *
 *   opening ──event, or long enough open──▶ live
 *   opening, live ──connection lost, or an end the subgraph calls retryable──▶ waiting
 *   waiting ──pause with jitter──▶ opening, after the last cursor
 *   opening ──the gateway's token refused──▶ waiting, once; then ended with the refusal
 *   waiting ──lost for longer than allowed──▶ ended with SUBGRAPH_UNAVAILABLE
 *   any ──completed or refused by the subgraph, or stop()──▶ ended
 *
 * At most one operation is open; what comes late from an earlier one is ignored. `onEnd` is called once, and never after stop().
 */

export type UpstreamEvent = FormattedExecutionResult<Record<string, unknown>, unknown>;

export interface UpstreamSink {
  next(event: UpstreamEvent): void;
  error(reason: unknown): void;
  complete(): void;
}

export interface UpstreamOptions {
  /** Opens the operation after `cursor`; answers how to stop it. */
  open(cursor: string | undefined, sink: UpstreamSink): Promise<() => void>;
  cursor: string | undefined;
  onEvent(event: UpstreamEvent, cursor: string | undefined): void;
  onEnd(error?: GraphQLError): void;
  onLost?(reason: unknown): void;
}

/** How long a stream waits for a subgraph that never answered it; a client that has seen nothing yet is told soon. */
const FIRST_OUTAGE_MILLISECONDS = 10_000;
/** And for one that did. */
const OUTAGE_MILLISECONDS = 120_000;
/** An operation open for so long was accepted, even if the stream is quiet. */
const STABLE_MILLISECONDS = 15_000;

export class Upstream {
  #cursor: string | undefined;
  #generation = 0;
  #attempt = 0;
  #lostSince: number | undefined;
  #openedAt = 0;
  #wasLive = false;
  /** Since it was live. */
  #wasTokenRefused = false;
  #isEnded = false;
  #close: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: UpstreamOptions) {
    this.#cursor = options.cursor;
    void this.#open();
  }

  stop(): void {
    this.#isEnded = true;
    this.#closeOperation();
    clearTimeout(this.#timer);
  }

  async #open(): Promise<void> {
    const generation = ++this.#generation;
    const isCurrent = (): boolean => !this.#isEnded && generation === this.#generation;
    this.#openedAt = performance.now();
    try {
      const close = await this.options.open(this.#cursor, {
        next: (event) => isCurrent() && this.#event(event),
        error: (reason) => isCurrent() && this.#failed(reason),
        complete: () => isCurrent() && this.#end(),
      });
      if (isCurrent()) this.#close = close;
      else close();
    } catch (error) {
      if (isCurrent()) this.#lost(error);
    }
  }

  #event(event: UpstreamEvent): void {
    // graphql-js answers a subscription that it does not begin by a payload without data.
    if (event.data === undefined && event.errors?.length) {
      this.#failed(event.errors);
      return;
    }
    this.#live();
    const cursor = (event.extensions as { cursor?: unknown } | undefined)?.cursor;
    if (typeof cursor === 'string') this.#cursor = cursor;
    this.options.onEvent(event, this.#cursor);
  }

  #failed(reason: unknown): void {
    this.#noteStability();
    const error = refusedBySubgraph(reason, this.#cursor);
    const isTokenRefused = error?.extensions['code'] === 'UNAUTHENTICATED';
    if (error && (this.#wasTokenRefused || !isTokenRefused)) {
      this.#end(error);
      return;
    }
    this.#lost(reason);
    this.#wasTokenRefused ||= isTokenRefused;
  }

  #lost(reason: unknown): void {
    this.#generation += 1;
    this.#closeOperation();
    this.options.onLost?.(reason);
    this.#noteStability();
    const now = performance.now();
    this.#lostSince ??= now;
    if (now - this.#lostSince > (this.#wasLive ? OUTAGE_MILLISECONDS : FIRST_OUTAGE_MILLISECONDS)) {
      this.#end(streamEnd('SUBGRAPH_UNAVAILABLE', 'The service behind this stream does not answer.', this.#cursor));
      return;
    }
    this.#timer = setTimeout(() => void this.#open(), backoffMilliseconds(this.#attempt));
    this.#attempt += 1;
  }

  #noteStability(): void {
    if (performance.now() - this.#openedAt > STABLE_MILLISECONDS) this.#live();
  }

  #live(): void {
    this.#wasLive = true;
    this.#wasTokenRefused = false;
    this.#attempt = 0;
    this.#lostSince = undefined;
  }

  #end(error?: GraphQLError): void {
    this.stop();
    this.options.onEnd(error);
  }

  #closeOperation(): void {
    this.#close?.();
    this.#close = undefined;
  }
}

/**
 * An `error` message is the subgraph's refusal and ends the stream, unless the subgraph says that it can be repeated. UNAUTHENTICATED
 * may be about a token of the gateway that expired on its way: the next attempt brings another. Anything else is a lost connection.
 */
function refusedBySubgraph(reason: unknown, cursor: string | undefined): GraphQLError | undefined {
  if (!Array.isArray(reason)) return undefined;
  const [first] = reason as ({ message?: unknown; extensions?: unknown } | undefined)[];
  const extensions = isFields(first?.extensions) ? first.extensions : {};
  if (extensions['retryable'] === true) return undefined;
  const message = typeof first?.message === 'string' ? first.message : 'The subgraph refused the stream.';
  const told = isTooDeep(extensions) ? { code: extensions['code'] } : extensions;
  return new GraphQLError(message, { extensions: { ...told, retryable: false, cursor } });
}
