import type { Logger } from 'pino';
import { drain, type DrainStep } from './drain.js';

/** What a process has opened so far; closed backwards, within a budget, once. */
export class Opened {
  readonly #steps: DrainStep[] = [];
  readonly #budgetMilliseconds: number;
  readonly #logger: Logger;
  #closed: Promise<void> | undefined;

  constructor(budgetMilliseconds: number, logger: Logger) {
    this.#budgetMilliseconds = budgetMilliseconds;
    this.#logger = logger;
  }

  /** Registers how to close what was just opened (or is about to be); it gets the milliseconds that are left. */
  add(name: string, close: DrainStep['run']): void {
    this.#steps.push({ name, run: close });
  }

  /** Closes everything; calling it again waits for the same closing. */
  close(): Promise<void> {
    this.#closed ??= drain(this.#steps.toReversed(), this.#budgetMilliseconds, this.#logger);
    return this.#closed;
  }
}
