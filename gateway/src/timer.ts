/** setTimeout keeps 31 bits of milliseconds, and fires at once for more. */
const LONGEST_MILLISECONDS = 2_147_483_647;

/** A timer that does not keep the process alive. Times in the past fire at once, far ones after 24 days. */
export function startTimer(milliseconds: number, callback: () => void): NodeJS.Timeout {
  return setTimeout(callback, Math.min(Math.max(0, milliseconds), LONGEST_MILLISECONDS)).unref();
}

/** Waits for the work, but no longer than that: it may go on, and nobody hears of its end. */
export function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = startTimer(milliseconds, resolve);
    const settled = (): void => clearTimeout(timer);
    work.then(settled, settled);
    work.then(() => resolve(), reject);
  });
}
