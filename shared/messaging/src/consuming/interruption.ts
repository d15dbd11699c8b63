/** Why a queue's consumer takes no deliveries for a moment. */
export type Interruption =
  | { readonly kind: 'stop' }
  /** Infrastructure cannot be reached. */
  | { readonly kind: 'pause'; readonly error: unknown }
  /** A message must be handled alone: from now on one at a time. */
  | { readonly kind: 'one-at-a-time' }
  /** No suspicious message is left at the head of the queue. */
  | { readonly kind: 'all-together' };

/** Waits for the first interruption; a stop is remembered for good. */
export class Interrupter {
  #stopped = false;
  #current: Interruption | undefined;
  #notify: (() => void) | undefined;

  /** Whether nothing new may be started. */
  get active(): boolean {
    return this.#stopped || this.#current !== undefined;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  interrupt(interruption: Interruption): void {
    if (interruption.kind === 'stop') this.#stopped = true;
    this.#current ??= interruption;
    this.#notify?.();
  }

  async next(): Promise<Interruption> {
    if (!this.active) await new Promise<void>((resolve) => (this.#notify = resolve));
    return this.#stopped || !this.#current ? { kind: 'stop' } : this.#current;
  }

  resume(): void {
    this.#current = undefined;
  }
}
