import type { RetryDelay } from '../../broker/port.js';

/** How often a message waits on each rung: together about 65 minutes, then it is a dead letter. */
const rungs: readonly { readonly delay: RetryDelay; readonly times: number }[] = [
  { delay: 5_000, times: 3 },
  { delay: 60_000, times: 5 },
  { delay: 600_000, times: 6 },
];

/** Where a message waits that has failed `failures` times (from 1); undefined: nowhere any more. */
export function nextRung(failures: number): RetryDelay | undefined {
  let passed = 0;
  for (const { delay, times } of rungs) {
    passed += times;
    if (failures <= passed) return delay;
  }
  return undefined;
}
