import type { Failure, RetryDelay } from '../../broker/port.js';
import { NotYet, OrdergraphError } from '../../errors.js';
import { dispositionOf } from './disposition.js';
import { rungUntilRelease } from './await-release.js';
import { nextRung } from './retry-ladder.js';

/** What happens to a message whose handling failed. `pause` costs it nothing: it is delivered again when the consumer resumes. */
export type FailureDecision =
  | { readonly action: 'pause' }
  | {
      readonly action: 'retry-later';
      readonly delay: RetryDelay;
      readonly failure: Failure;
      readonly expected: boolean;
    }
  | { readonly action: 'dead-letter'; readonly failure: Failure };

/** The failure so far, from the message's own headers: those of another queue do not count here. */
export interface FailureContext {
  readonly queue: string;
  readonly failure: Failure | undefined;
  readonly now: Date;
  /** How often this message has paused the consumer so far. */
  readonly pauses: number;
}

/**
 * Probes that succeed while a message goes on failing as if infrastructure were unreachable: then it is the message. It
 * must not stop its consumer for ever.
 */
const pausesAtMost = 5;

export function decideOnFailure(error: unknown, context: FailureContext): FailureDecision {
  const disposition = dispositionOf(error);
  if (disposition === 'infrastructure' && context.pauses < pausesAtMost) return { action: 'pause' };
  const before = context.failure?.queue === context.queue ? context.failure : undefined;
  const firstFailedAt = pastOf(before?.firstFailedAt, context.now) ?? context.now;
  // Waiting for a release is no attempt: when it comes, the ladder begins at its foot.
  const attempts = (before?.attempts ?? 0) + (disposition === 'await-release' ? 0 : 1);
  const failure = { queue: context.queue, attempts, firstFailedAt: firstFailedAt.toISOString(), ...describe(error) };
  if (disposition === 'dead-letter') return { action: 'dead-letter', failure };
  const delay = disposition === 'await-release' ? rungUntilRelease(firstFailedAt, context.now) : nextRung(attempts);
  if (delay === undefined) return { action: 'dead-letter', failure };
  return { action: 'retry-later', delay, failure, expected: error instanceof NotYet };
}

/** Undefined for what is no time of the past: it was in a header, and anybody could have written it. */
function pastOf(text: string | undefined, now: Date): Date | undefined {
  const date = new Date(text ?? '');
  return date <= now ? date : undefined;
}

function describe(error: unknown): Pick<Failure, 'errorCode' | 'errorMessage'> {
  if (error instanceof OrdergraphError) return { errorCode: error.code, errorMessage: error.message };
  if (error instanceof Error) return { errorCode: error.name, errorMessage: error.message };
  return { errorCode: 'UNKNOWN', errorMessage: String(error) };
}
