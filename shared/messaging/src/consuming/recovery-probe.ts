import { setTimeout as wait } from 'node:timers/promises';
import { type Backoff, backoffDelay } from '../broker/backoff.js';
import type { Broker } from '../broker/port.js';
import { BrokerUnavailable, InfrastructureUnavailable } from '../errors.js';
import { causesOf } from './policies/disposition.js';
import { realWaiting, type Waiting } from './waiting.js';

const backoff: Backoff = { initial: 200, maximum: 10_000 };
const probeTimeout = 5_000;

export interface RecoveryOptions {
  readonly broker: Broker;
  /** Resolves when what every handler needs can be reached. */
  readonly probe: () => Promise<unknown>;
  readonly waiting?: Waiting | undefined;
}

/**
 * Waits until what was missing can be reached: the broker, what `probe` looks after, and what the error itself names.
 * `attempt` is how many pauses in a row there have been: infrastructure that comes and goes is not hammered.
 */
export async function untilRecovered(
  error: unknown,
  attempt: number,
  { broker, probe, waiting = realWaiting }: RecoveryOptions,
  signal: AbortSignal,
): Promise<void> {
  const own = causesOf(error).find((each) => each instanceof InfrastructureUnavailable)?.probe;
  for (let tries = attempt; !signal.aborted; tries += 1) {
    await waiting.pause(
      backoffDelay(tries, backoff, () => waiting.random()),
      signal,
    );
    if (signal.aborted) return;
    try {
      if (!broker.connected) throw new BrokerUnavailable('the broker is not connected');
      await withTimeout(probe());
      if (own) await withTimeout(own());
      return;
    } catch {
      // Still not there: that is what the next probe is for.
    }
  }
}

async function withTimeout(probe: Promise<unknown>): Promise<void> {
  const timeout = new AbortController();
  const tooLong = wait(probeTimeout, undefined, { signal: timeout.signal }).then(() => {
    throw new Error(`no answer within ${probeTimeout} ms`);
  });
  try {
    await Promise.race([probe, tooLong]);
  } finally {
    timeout.abort();
    tooLong.catch(() => undefined);
  }
}
