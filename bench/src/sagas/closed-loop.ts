import type { Shop } from './shop.js';

export interface LoopResult {
  readonly seconds: number;
  /** Milliseconds from request to answer, and from request to the end of the saga. */
  readonly place: readonly number[];
  readonly saga: readonly number[];
}

/** Hears the ends of sagas, also of those that end before their `placeOrder` has answered. */
export class Ends {
  readonly #waiting = new Map<string, () => void>();
  readonly #early = new Set<string>();

  readonly heard = (orderId: string): void => {
    const resolve = this.#waiting.get(orderId);
    if (!resolve) this.#early.add(orderId);
    this.#waiting.delete(orderId);
    resolve?.();
  };

  of(orderId: string): Promise<void> {
    if (this.#early.delete(orderId)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(orderId, resolve));
  }
}

/** Keeps `inFlight` orders on the way for `seconds`: whenever one ends, the next is placed. One in ten is declined. */
export async function closedLoop(
  shop: Shop,
  ends: Ends,
  options: { readonly inFlight: number; readonly seconds: number },
): Promise<LoopResult> {
  const place: number[] = [];
  const saga: number[] = [];
  const start = performance.now();
  const deadline = start + options.seconds * 1_000;
  let count = 0;
  async function worker(): Promise<void> {
    while (performance.now() < deadline) {
      const index = count++;
      const placedAt = performance.now();
      const orderId = await shop.place(index, index % 10 === 9 ? 'tok_decline' : 'tok_success');
      place.push(performance.now() - placedAt);
      await ends.of(orderId);
      saga.push(performance.now() - placedAt);
    }
  }
  await Promise.all(Array.from({ length: options.inFlight }, worker));
  return { seconds: (performance.now() - start) / 1_000, place, saga };
}
