import type { Logger } from 'pino';

/** One step of stopping; gets the milliseconds that are left. */
export interface DrainStep {
  readonly name: string;
  readonly run: (budgetMilliseconds: number) => Promise<unknown>;
}

/**
 * Runs the steps one after the other within a budget. A step that fails or exceeds what is left does not keep the next
 * from running: what it left undone is found again after a restart (streams and queues are durable).
 */
export async function drain(steps: readonly DrainStep[], budgetMilliseconds: number, logger: Logger): Promise<void> {
  const deadline = Date.now() + budgetMilliseconds;
  for (const { name, run } of steps) {
    const left = Math.max(deadline - Date.now(), 100);
    try {
      await within(left, run(left));
    } catch (error) {
      logger.warn({ err: error, step: name }, 'stopping was cut short');
    }
  }
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished within ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
