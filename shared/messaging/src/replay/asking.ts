/** Milliseconds without an end marker; a history of millions takes minutes. */
const askAgainAfter = { initial: 10_000, maximum: 600_000 };

/** Milliseconds until a replay that was asked for is asked for again, when it had been so often before. */
export const pauseAfterAsking = (asksBefore: number): number =>
  Math.min(askAgainAfter.initial * 2 ** asksBefore, askAgainAfter.maximum);

/** When one process asks for a replay, and when again. Times are milliseconds of one clock that never goes back. */
export class Asking {
  #asks = 0;
  #nextAt = -Infinity;

  /** Whether to ask now; then the next time comes later. */
  isDue(now: number): boolean {
    if (now < this.#nextAt) return false;
    this.#nextAt = now + pauseAfterAsking(this.#asks);
    this.#asks += 1;
    return true;
  }
}
