interface Timer {
  readonly at: number;
  readonly call: () => void;
}

/** Calls by the time they are due; those of one moment in the order they were added. */
export class Timers {
  #timers: Timer[] = [];

  add(at: number, call: () => void): void {
    const later = this.#timers.findIndex((timer) => timer.at > at);
    this.#timers.splice(later === -1 ? this.#timers.length : later, 0, { at, call });
  }

  /** When the next one is due; Infinity when there is none. */
  nextAt(): number {
    return this.#timers[0]?.at ?? Infinity;
  }

  /** Makes every call that is due by now. */
  fire(now: number): void {
    while (this.nextAt() <= now) this.#timers.shift()?.call();
  }
}
