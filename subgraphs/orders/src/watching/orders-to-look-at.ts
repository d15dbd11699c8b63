import { LiveQueue } from './live-queue.js';
import type { CustomerListener, Span } from './order-wakes.js';

/** The orders that a watcher of a customer was told of, each once however often it is named, with how far that is complete. */
export class OrdersToLookAt implements CustomerListener {
  readonly #queue = new LiveQueue<string | Span>();
  readonly #waiting = new Set<string>();
  /** The end of the queue, if it is a span: an idle reader's grows instead of becoming many. */
  #last: { from: Date; upTo: Date } | undefined;

  woken(orderId: string): void {
    if (this.#waiting.has(orderId)) return;
    this.#waiting.add(orderId);
    this.#last = undefined;
    this.#queue.push(orderId);
  }

  namedAll({ from, upTo }: Span): void {
    const last = this.#last;
    if (last && from <= last.upTo && last.from <= upTo) {
      if (from < last.from) last.from = from;
      if (upTo > last.upTo) last.upTo = upTo;
      return;
    }
    this.#last = { from, upTo };
    this.#queue.push(this.#last);
  }

  /** The next order, or a span of which every order was taken; undefined once ended. */
  async take(): Promise<string | Span | undefined> {
    const next = await this.#queue.take();
    if (typeof next === 'string') this.#waiting.delete(next);
    if (next === this.#last) this.#last = undefined;
    return next;
  }

  end(): void {
    this.#queue.end();
  }
}
