/**
 * A message that was handed out often and never settled may end the process that handles it. Deliveries prove nothing, since a
 * lost connection and a message given back in an outage count too: from the fourth on, attempts are noted. A message with an
 * attempt that its process did not survive is handled alone, so that it takes nothing else down with it; after 10 it is given up.
 */
const suspiciousAfter = 3;
const givenUpAfter = 10;

/** Whether attempts to handle a message are to be noted, at its `deliveries`-th delivery. */
export const isSuspicious = (deliveries: number): boolean => deliveries > suspiciousAfter;

/** Whether a message has ended enough processes. */
export const isFatal = (unsurvivedAttempts: number): boolean => unsurvivedAttempts >= givenUpAfter;
