import { Counter, type Registry } from 'prom-client';

import type { CacheOutcome } from './response-cache.js';

export interface CachingMetrics {
  cachedAnswer: (outcome: CacheOutcome) => void;
  cacheFailed: () => void;
}

export function createCachingMetrics(registry: Registry): CachingMetrics {
  const registers = [registry];
  const answers = new Counter({
    name: 'ordergraph_gateway_cached_answers_total',
    help: 'Answers that may be kept for somebody: hit, miss, bypassed (not for everybody, or a subgraph could not be heard).',
    labelNames: ['outcome'],
    registers,
  });
  const failures = new Counter({
    name: 'ordergraph_gateway_cache_failures_total',
    help: 'Times that the cache did not answer in time or at all, or was not asked because of that.',
    registers,
  });
  return {
    cachedAnswer: (outcome) => {
      answers.inc({ outcome });
    },
    cacheFailed: () => {
      failures.inc();
    },
  };
}
