import { setTimeout as delay } from 'node:timers/promises';

/**
 * Polls until `attempt` succeeds. Fails when the process ends first or the time is up, with what the last attempt said.
 */
export async function awaitReady<T>(
  attempt: () => Promise<T>,
  limits: { timeoutMilliseconds: number; intervalMilliseconds?: number; ended?: Promise<string> },
): Promise<T> {
  const deadline = Date.now() + limits.timeoutMilliseconds;
  let end: string | undefined;
  void limits.ended?.then((how) => (end = how));
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (end !== undefined) throw new Error(`it ended while starting (${end})`, { cause: error });
      if (Date.now() > deadline) throw error;
      await delay(limits.intervalMilliseconds ?? 50);
    }
  }
}
