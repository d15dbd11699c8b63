import { createHash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

import { malformed, TurnedAway } from '../door/door.js';
import type { ErrorCode } from '../door/error-catalogue.js';
import { refusal } from '../door/refusal.js';
import type { Manifest } from './manifest.js';
import { persistedIdOf } from './persisted-id.js';
import type { PersistedOutcome } from './persisted-metrics.js';

/** What a request says about its operation, over any transport and not yet checked. */
export interface SentOperation {
  query?: unknown;
  extensions?: unknown;
}

/**
 * The text that a request stands for, before anything looks into it; undefined when it names none. Every transport asks here, so that none can be
 * the way around the manifest. Throws TurnedAway.
 */
export type OperationTexts = (sent: SentOperation) => string | undefined;

export interface OperationTextsOptions {
  /** Only what it lists is accepted. */
  manifest: (() => Manifest) | undefined;
  /** Of the texts that clients registered under their hashes; 0: none. */
  cacheBytes: number;
  observe: (outcome: PersistedOutcome) => void;
}

export function createOperationTexts({ manifest, cacheBytes, observe }: OperationTextsOptions): OperationTexts {
  const resolve = manifest ? listed(manifest, observe) : registered(cacheBytes, observe);
  return ({ query, extensions }) => {
    if (query !== undefined && query !== null && typeof query !== 'string') throw malformed('`query` is no text.');
    return resolve(query || undefined, persistedIdOf(extensions));
  };
}

type Resolve = (text: string | undefined, id: string | undefined) => string | undefined;

/** By text or by id. An id beside a text is not looked at: it may be a hash that the client would register elsewhere. */
function listed(manifest: () => Manifest, observe: OperationTextsOptions['observe']): Resolve {
  return (text, id) => {
    if (text === undefined && id === undefined) return undefined;
    const found = text === undefined ? manifest().textOf(id ?? '') : manifest().sameText(text);
    observe(found === undefined ? 'refused' : 'found');
    if (found === undefined)
      throw turnAway('PERSISTED_QUERY_NOT_IN_LIST', 'This operation is not one of those that this gateway accepts.');
    return found;
  };
}

/**
 * Automatic persisted queries (https://www.apollographql.com/docs/apollo-server/performance/apq): a hash alone is answered by "not found", until some
 * client has sent it with its text. Clients go by these very messages.
 */
function registered(cacheBytes: number, observe: OperationTextsOptions['observe']): Resolve {
  if (cacheBytes === 0) {
    return (text, id) => {
      if (id !== undefined) throw turnAway('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported', UNCACHED);
      return text;
    };
  }
  const texts = new LRUCache<string, string>({
    maxSize: cacheBytes,
    sizeCalculation: (text, id) => Buffer.byteLength(text) + id.length,
  });
  return (text, id) => {
    if (id === undefined) return text;
    if (text === undefined) {
      const known = texts.get(id);
      observe(known === undefined ? 'unknown' : 'found');
      if (known === undefined) throw turnAway('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', UNCACHED);
      return known;
    }
    if (createHash('sha256').update(text).digest('hex') !== id) throw malformed('provided sha does not match query');
    texts.set(id, text);
    observe('registered');
    return text;
  };
}

/** A GET that found nothing is to be sent again, by this client and by others. */
const UNCACHED = { 'cache-control': 'private, no-cache, must-revalidate' };

function turnAway(code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}): TurnedAway {
  return new TurnedAway([refusal(code, message, { headers })]);
}
