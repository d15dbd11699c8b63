import { setTimeout as pause } from 'node:timers/promises';
import { types } from 'node:util';

import { TimeIsUp } from './remaining-time.js';

const PAUSES_MILLISECONDS = [50, 150];

const CONNECTION_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether the connection failed, as opposed to a subgraph that is slow or answers nonsense. */
export function isConnectionError(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isConnectionError);
  return 'code' in error && typeof error.code === 'string' && CONNECTION_ERRORS.has(error.code);
}

/**
 * Tries up to three times, with jitter between, as long as `isRetryable` holds; an attempt is told how many there were. One that has no time left
 * (TimeIsUp) leaves it at what the one before it found.
 */
export async function withRetries<T>(
  attempt: (earlier: number) => Promise<T>,
  isRetryable: (error: unknown) => boolean,
): Promise<T> {
  let found: unknown;
  for (let earlier = 0; ; earlier += 1) {
    try {
      return await attempt(earlier);
    } catch (error) {
      if (earlier > 0 && error instanceof TimeIsUp) throw found;
      const milliseconds = PAUSES_MILLISECONDS[earlier];
      if (milliseconds === undefined || !isRetryable(error)) throw error;
      found = error;
      await pause(milliseconds * (0.5 + Math.random()));
    }
  }
}
