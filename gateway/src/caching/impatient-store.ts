import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';

import { within } from '../subgraphs/remaining-time.js';

const FAILURES = 3;
const PAUSE_MILLISECONDS = 1_000;

/** A store that answers soon or not at all, and never throws: a cache must not hold up what works without it. */
export interface ImpatientStore {
  get(key: string): Promise<string | undefined>;
  /** Nobody waits for it. */
  set(key: string, value: string, options: { ttl: number }): void;
}

export interface ImpatienceOptions {
  milliseconds: number;
  onFailure: () => void;
}

export function impatient(store: KeyValueCache, { milliseconds, onFailure }: ImpatienceOptions): ImpatientStore {
  const circuit = circuitBreaker(handleAll, {
    halfOpenAfter: PAUSE_MILLISECONDS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  const late = (): Error => new Error(`no answer within ${String(milliseconds)} ms`);
  const attempt = async <T>(step: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await circuit.execute(() => within(milliseconds, step(), late));
    } catch {
      onFailure();
      return undefined;
    }
  };
  return {
    get: (key) => attempt(() => store.get(key)),
    set: (key, value, options) => void attempt(() => store.set(key, value, options)),
  };
}
