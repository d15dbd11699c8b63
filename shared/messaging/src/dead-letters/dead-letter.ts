import { createHash } from 'node:crypto';
import type { BrokerMessage } from '../broker/port.js';

/**
 * What an operator calls a dead letter by: the id of its message. One that came without an id (it was never ours) is called by
 * a digest of what it says.
 */
export function handleOf({ envelope: { id }, content }: BrokerMessage): string {
  return id === '' ? `sha-${createHash('sha256').update(content).digest('hex').slice(0, 12)}` : id;
}

/** Which dead letters are meant; what is left out matches all. */
export interface DeadLetterSelection {
  /** As `handleOf` names them. One message may have failed in several queues: all of them are meant. */
  readonly handles?: readonly string[] | undefined;
  readonly errorCode?: string | undefined;
  /** The queue in which it failed. */
  readonly queue?: string | undefined;
}

export function isSelected(message: BrokerMessage, { handles, errorCode, queue }: DeadLetterSelection): boolean {
  const { failure } = message.envelope;
  if (handles && !handles.includes(handleOf(message))) return false;
  if (errorCode !== undefined && failure?.errorCode !== errorCode) return false;
  return queue === undefined || failure?.queue === queue;
}

/** The message as it was before it failed: the ladder begins at its foot again. Its id and everything else stay. */
export function asBeforeItFailed({ envelope, ...rest }: BrokerMessage): BrokerMessage {
  const { failure: _, ...before } = envelope;
  return { ...rest, envelope: before };
}
