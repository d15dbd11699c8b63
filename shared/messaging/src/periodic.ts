import type { Logger } from 'pino';

/** Runs a task again and again, one run at a time, with a pause between; a failure is logged and the next run goes on. */
export class Periodic {
  readonly #name: string;
  readonly #pauseMilliseconds: number;
  readonly #task: () => Promise<void>;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #wokenWhileRunning = false;
  #stopping = false;
  #isStarted = false;

  constructor(name: string, pauseMilliseconds: number, task: () => Promise<void>, logger: Logger) {
    this.#name = name;
    this.#pauseMilliseconds = pauseMilliseconds;
    this.#task = task;
    this.#logger = logger;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  start(): void {
    this.#stopping = false;
    this.#isStarted = true;
    this.wake();
  }

  /** Runs now, or right after the run in progress. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#running) this.#wokenWhileRunning = true;
    else if (!this.#stopping) this.#running = this.#run();
  }

  /** As `wake`, for whoever does not know whether it was started: there is something to do as soon as it is. */
  nudge(): void {
    if (this.#isStarted) this.wake();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#task();
    } catch (error) {
      if (!this.#stopping) this.#logger.warn({ err: error, task: this.#name }, 'periodic task failed; it runs again');
    }
    this.#running = undefined;
    if (this.#stopping) return;
    if (this.#wokenWhileRunning) {
      this.#wokenWhileRunning = false;
      this.wake();
    } else {
      this.#timer = setTimeout(() => this.wake(), this.#pauseMilliseconds);
      this.#timer.unref();
    }
  }
}
