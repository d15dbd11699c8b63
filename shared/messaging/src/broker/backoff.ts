import { setTimeout as wait } from 'node:timers/promises';

/** How long to wait between attempts, in milliseconds: doubling from `initial` to `maximum`. */
export interface Backoff {
  readonly initial: number;
  readonly maximum: number;
}

/**
 * The pause before attempt `attempt` (from 1): half of it fixed, half random, so that many who failed together do not come
 * back together.
 */
export function backoffDelay(attempt: number, { initial, maximum }: Backoff, random = Math.random): number {
  const ceiling = Math.min(maximum, initial * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

/** Waits; ends early, without an error, when the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}
