/** Which messages of a replay have arrived, in whatever order: needs room for those out of order only. */
export class Arrivals {
  readonly #ahead = new Set<number>();
  #allUpTo = 0;
  #expected: number | undefined;

  /** Positions count from 1. */
  arrived(position: number): void {
    if (position > this.#allUpTo) this.#ahead.add(position);
    while (this.#ahead.delete(this.#allUpTo + 1)) this.#allUpTo += 1;
  }

  /** The end marker says how many there were. A replay that was answered twice may have more the second time. */
  ended(messages: number): void {
    this.#expected = Math.min(messages, this.#expected ?? messages);
  }

  get isComplete(): boolean {
    return this.#expected !== undefined && this.#allUpTo >= this.#expected;
  }
}
