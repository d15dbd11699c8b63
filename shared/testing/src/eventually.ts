import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait, how often to look, and what is awaited (for the failure). */
export interface EventuallyOptions {
  /** Default 20,000: a busy machine is no failure. */
  readonly timeoutMs?: number;
  /** Default 20. */
  readonly intervalMs?: number;
  readonly describe?: string;
}

/**
 * Repeats an assertion until it passes and returns its result; never sleep in a test.
 *
 * @throws the assertion's last error, with the time waited, when it never passed
 */
export async function eventually<Result>(
  assertion: () => Result | Promise<Result>,
  { timeoutMs = 20_000, intervalMs = 20, describe }: EventuallyOptions = {},
): Promise<Result> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() >= deadline)
        throw explained(error, `not within ${timeoutMs} ms${describe ? `: ${describe}` : ''}`);
    }
    await delay(intervalMs);
  }
}

function explained(error: unknown, what: string): Error {
  if (!(error instanceof Error)) return new Error(`${what}: ${String(error)}`);
  error.message = `${what}\n${error.message}`;
  return error;
}
