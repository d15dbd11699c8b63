import type { RequestContext } from '../request-context.js';
import { startTimer } from '../timer.js';

/** The time that the client gave was up. Says nothing about the subgraph. */
export class TimeIsUp extends Error {}

/** How long a subgraph may take: what the gateway waits at most, or less where the client gave less. Throws TimeIsUp when nothing is left. */
export function remainingMilliseconds({ deadline }: RequestContext, most: number): number {
  if (deadline === undefined) return most;
  const remaining = Math.floor(deadline - performance.now());
  if (remaining <= 0) throw new TimeIsUp();
  return Math.min(remaining, most);
}

/** Waits so long for an answer and no longer; what takes longer goes on, and nobody hears of it: as behind a connection. */
export function within<T>(milliseconds: number, answer: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = startTimer(milliseconds, () => reject(late()));
    const inTime =
      <Value>(settle: (value: Value) => void) =>
      (value: Value): void => {
        clearTimeout(timer);
        settle(value);
      };
    answer.then(inTime(resolve), inTime(reject));
  });
}
