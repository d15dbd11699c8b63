/**
 * A message that was handed out often and never settled may end the process that handles it. After 3 deliveries it is handled
 * alone, so that it takes nothing else down with it; after 10 more it is a dead letter. Lost connections count as deliveries
 * too, therefore the patience.
 */
const suspiciousAfter = 3;
const givenUpAfter = suspiciousAfter + 10;

export type Suspicion = 'none' | 'handle-alone' | 'give-up';

/** How to treat a message at its `deliveries`-th delivery. */
export function suspicionOf(deliveries: number): Suspicion {
  if (deliveries > givenUpAfter) return 'give-up';
  return deliveries > suspiciousAfter ? 'handle-alone' : 'none';
}
