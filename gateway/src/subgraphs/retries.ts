import { setTimeout as pause } from 'node:timers/promises';

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
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isConnectionError);
  return 'code' in error && typeof error.code === 'string' && CONNECTION_ERRORS.has(error.code);
}

/** Tries up to three times, with jitter between, as long as `isRetryable` holds. */
export async function withRetries<T>(attempt: () => Promise<T>, isRetryable: (error: unknown) => boolean): Promise<T> {
  for (const milliseconds of PAUSES_MILLISECONDS) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      await pause(milliseconds * (0.5 + Math.random()));
    }
  }
  return attempt();
}
