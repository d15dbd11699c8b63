import { subgraphAudience, type TokenSigner } from '@ordergraph/service';
import { LRUCache } from 'lru-cache';

import type { RequestContext } from '../request-context.js';

const LIFETIME_SECONDS = 60;
/** Leaves half the lifetime for the request itself and for clocks that differ. */
const REUSE_MILLISECONDS = 30_000;

export type SubgraphTokens = (subgraph: string, context: RequestContext) => Promise<string>;

/**
 * Mints the tokens by which the gateway tells a subgraph for whom it asks. Signing costs more than a whole small query,
 * so one token serves a principal's requests to one subgraph for half a minute.
 */
export function createSubgraphTokens(signer: TokenSigner): SubgraphTokens {
  const minted = new LRUCache<string, Promise<string>>({ max: 20_000, ttl: REUSE_MILLISECONDS });
  return (subgraph, { principal, principalKey }) => {
    const key = `${subgraph} ${principalKey}`;
    const known = minted.get(key);
    if (known) return known;
    const token = signer.sign({
      principal,
      audience: subgraphAudience(subgraph),
      lifetimeSeconds: LIFETIME_SECONDS,
    });
    minted.set(key, token);
    token.catch(() => minted.delete(key));
    return token;
  };
}
