import type { RetryDelay } from '../../broker/port.js';

/** The long rung, because only a deployment helps. */
const rung: RetryDelay = 600_000;
const patience = 24 * 60 * 60 * 1_000;

/** Where a message waits that only another release can handle: a day on the long rung, then nowhere any more. */
export function rungUntilRelease(firstFailedAt: Date, now: Date): RetryDelay | undefined {
  return now.getTime() - firstFailedAt.getTime() < patience ? rung : undefined;
}
