const FIRST_MILLISECONDS = 100;
const LONGEST_MILLISECONDS = 5_000;

/** The pause before attempt `attempt` (from 0): doubling, with jitter, so that a restarted subgraph is not stormed. */
export function backoffMilliseconds(attempt: number): number {
  const pause = Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** Math.min(attempt, 16));
  return pause * (0.5 + Math.random());
}
