import { KeyvAdapter } from '@apollo/utils.keyvadapter';
import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import KeyvRedis from '@keyv/redis';
import Keyv from 'keyv';
import type { Logger } from 'pino';

export interface CacheStoreOptions {
  /** Shared by all gateways; undefined: each keeps answers in its own memory. */
  redisUrl: string | undefined;
  /** Of that memory; 0 keeps nothing. */
  megabytes: number;
}

export interface CacheStore extends KeyValueCache {
  close(): Promise<void>;
}

export function openCacheStore({ redisUrl, megabytes }: CacheStoreOptions, logger: Logger): CacheStore {
  return redisUrl === undefined ? inMemory(megabytes) : inRedis(redisUrl, logger);
}

function inMemory(megabytes: number): CacheStore {
  const cache = new InMemoryLRUCache({ maxSize: Math.max(1, megabytes * 2 ** 20) });
  return {
    get: (key) => cache.get(key),
    set: (key, value, options) => cache.set(key, value, options),
    delete: async (key) => {
      await cache.delete(key);
    },
    close: () => Promise.resolve(),
  };
}

/** What Redis cannot do at once it is not asked later: commands do not wait for a connection. */
function inRedis(url: string, logger: Logger): CacheStore {
  const redis = new KeyvRedis<string>(
    { url, disableOfflineQueue: true, socket: { connectTimeout: 2_000 } },
    { namespace: 'ordergraph:answers', throwOnErrors: true, throwOnConnectError: true },
  );
  redis.client.on('error', (error: unknown) => {
    logger.debug({ err: error }, 'the cache is not reachable');
  });
  const keyv = new Keyv<string>({ store: redis, throwOnErrors: true });
  const cache = new KeyvAdapter<string>(keyv as never, { disableBatchReads: true });
  return {
    get: (key) => cache.get(key),
    set: (key, value, options) => cache.set(key, value, options),
    delete: async (key) => {
      await cache.delete(key);
    },
    close: () => redis.disconnect(true),
  };
}
