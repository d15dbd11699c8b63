import type { mongo } from 'mongoose';

/** Tells the time that commits and deadlines use. */
export interface Clock {
  now(): Date;
}

/**
 * The database's clock, so that replicas with skewed clocks agree on deadlines. Between readings it runs on this process's
 * monotonic clock: a jump of the wall clock moves nothing.
 */
export class DatabaseClock implements Clock {
  readonly #database: mongo.Db;
  #epochAtZero = Date.now() - performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: mongo.Db) {
    this.#database = database;
  }

  /** Reads the database's clock now and every 10 s. */
  async start(): Promise<void> {
    await this.#read();
    this.#timer = setInterval(() => {
      this.#read().catch(() => undefined); // unreachable: the last reading still serves, and the next one is 10 s away
    }, 10_000);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  now(): Date {
    return new Date(Math.round(this.#epochAtZero + performance.now()));
  }

  async #read(): Promise<void> {
    const before = performance.now();
    const { localTime } = (await this.#database.command({ hello: 1 })) as unknown as { localTime: Date };
    const middle = (before + performance.now()) / 2;
    this.#epochAtZero = localTime.getTime() - middle;
  }
}
