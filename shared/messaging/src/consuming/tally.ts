/** Counts per message id, for messages that this consumer may meet again. Forgotten when the process ends. */
export class Tally {
  readonly #counts = new Map<string, number>();

  of(id: string): number {
    return this.#counts.get(id) ?? 0;
  }

  count(id: string): void {
    const count = this.of(id) + 1;
    this.#counts.delete(id);
    this.#counts.set(id, count);
    if (this.#counts.size > maximumMessages) this.forget(this.#counts.keys().next().value ?? id);
  }

  forget(id: string): void {
    this.#counts.delete(id);
  }
}

/** Others may handle what this consumer gave back: the oldest entries are dropped. */
const maximumMessages = 10_000;
