import { LRUCache } from 'lru-cache';

import type { SubgraphOperation } from '../execution/subgraph.js';

/** A client may write operations as large as its bodies may be, each other than the last. */
const KEPT_CHARACTERS = 4 * 2 ** 20;

/** Operations as bodies of requests. What a plan asks is the same text each time, so its JSON is made once. */
export class OperationBodies {
  readonly #quoted = new LRUCache<string, string, undefined>({
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (quoted, query) => quoted.length + query.length,
    memoMethod: (query) => JSON.stringify(query),
  });

  of({ query, operationName, variables }: SubgraphOperation): string {
    const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
    return `{"query":${this.#quoted.memo(query)},${name}"variables":${JSON.stringify(variables)}}`;
  }
}
