export interface BackoffOptions {
  /** Before the first new attempt; 250 ms. */
  readonly firstMilliseconds?: number;
  /** No pause is longer, its jitter aside; 20 s. */
  readonly longestMilliseconds?: number;
}

/** The pause before attempt `attempt` (from 0): doubling, with a jitter of half of it, so that clients of a restarted gateway do not come at once. */
export type Backoff = (attempt: number) => number;

export function createBackoff({ firstMilliseconds = 250, longestMilliseconds = 20_000 }: BackoffOptions = {}): Backoff {
  return (attempt) =>
    Math.min(longestMilliseconds, firstMilliseconds * 2 ** Math.min(attempt, 30)) * (0.5 + Math.random());
}
