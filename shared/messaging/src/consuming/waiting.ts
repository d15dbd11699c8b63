import { setTimeout as wait } from 'node:timers/promises';

/** How a consumer lets time pass before it tries again: by timers and chance in a process; the simulation decides both. */
export interface Waiting {
  /** Resolves after so long, or when the signal is aborted. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to, but not including, 1. */
  random(): number;
  /** This process's clock. */
  now(): Date;
}

export const realWaiting: Waiting = {
  pause: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
  random: Math.random,
  now: () => new Date(),
};
