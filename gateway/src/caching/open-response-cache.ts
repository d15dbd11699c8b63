import type { Logger } from 'pino';

import { type CacheStoreOptions, openCacheStore } from './cache-store.js';
import type { CachingMetrics } from './caching-metrics.js';
import { impatient } from './impatient-store.js';
import { ResponseCache } from './response-cache.js';
import { Revisions, type RevisionsOptions } from './revisions.js';

export interface OpenResponseCacheOptions extends CacheStoreOptions, RevisionsOptions {
  /** How long the store may take. */
  patienceMilliseconds: number;
  metrics: CachingMetrics;
  logger: Logger;
}

/** The cache with where it keeps answers, and with what it hears of changes. */
export function openResponseCache(options: OpenResponseCacheOptions): {
  responses: ResponseCache;
  close(): Promise<void>;
} {
  const { patienceMilliseconds, redisUrl, megabytes, metrics, logger } = options;
  const isOff = redisUrl === undefined && megabytes === 0;
  const store = openCacheStore(options, logger);
  const revisions = new Revisions(options);
  const responses = new ResponseCache({
    store: impatient(store, { milliseconds: patienceMilliseconds, onFailure: metrics.cacheFailed }),
    revision: (supergraph) => (isOff ? undefined : revisions.of(supergraph)),
    observe: metrics.cachedAnswer,
  });
  return {
    responses,
    close: async () => {
      revisions.close();
      await store.close();
    },
  };
}
