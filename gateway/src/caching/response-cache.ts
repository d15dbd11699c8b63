import { createHash } from 'node:crypto';

import type { ExecutionResult } from 'graphql';

import type { Fields } from '../execution/json.js';
import type { CachePolicy } from '../operations/cache-policy.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import type { ImpatientStore } from './impatient-store.js';

export type CacheOutcome = 'hit' | 'miss' | 'bypassed';

export interface ResponseCacheOptions {
  store: ImpatientStore;
  /** What all subgraphs of a supergraph last said of their answers; undefined while one of them cannot be heard. */
  revision: (supergraph: LoadedSupergraph) => string | undefined;
  observe: (outcome: CacheOutcome) => void;
}

export interface Question {
  supergraph: LoadedSupergraph;
  /** Of the operation's text. */
  fingerprint: string;
  policy: CachePolicy;
  /** Coerced, so that two ways of writing the same are the same. */
  variables: Readonly<Record<string, unknown>>;
  /** Of the headers that subgraphs get: another language is another answer. */
  forwarded: string;
}

export interface KeptAnswer {
  result: ExecutionResult<Fields>;
  /** What is left of it. */
  policy: CachePolicy;
}

interface Entry {
  at: number;
  data: Fields;
}

/**
 * Keeps whole answers that are everybody's. The revision is taken before the subgraphs are asked and is part of the key, so an answer that a change
 * overtook is kept where nobody looks: nothing has to be deleted, and gateways that share a store need not speak to each other.
 */
export class ResponseCache {
  constructor(private readonly options: ResponseCacheOptions) {}

  async answer(question: Question, execute: () => Promise<ExecutionResult<Fields>>): Promise<KeptAnswer> {
    const { store, observe } = this.options;
    const { policy } = question;
    const key = policy.scope === 'PUBLIC' && policy.maxAge > 0 ? this.#key(question) : undefined;
    if (key === undefined) {
      observe('bypassed');
      return { result: await execute(), policy };
    }
    const entry = entryOf(await store.get(key));
    if (entry) {
      observe('hit');
      const age = Math.max(0, Math.floor((Date.now() - entry.at) / 1000));
      return { result: { data: entry.data }, policy: { ...policy, maxAge: Math.max(0, policy.maxAge - age) } };
    }
    observe('miss');
    const result = await execute();
    if (result.data && !result.errors?.length)
      store.set(key, JSON.stringify({ at: Date.now(), data: result.data }), { ttl: policy.maxAge });
    return { result, policy };
  }

  #key({ supergraph, fingerprint, variables, forwarded }: Question): string | undefined {
    const revision = this.options.revision(supergraph);
    if (revision === undefined) return undefined;
    const parts = JSON.stringify([supergraph.id, fingerprint, variables, forwarded, revision]);
    return createHash('sha256').update(parts).digest('base64url');
  }
}

function entryOf(text: string | undefined): Entry | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Entry;
  } catch {
    return undefined;
  }
}
