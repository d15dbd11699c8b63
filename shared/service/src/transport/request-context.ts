import type { Correlation } from '../logging/correlation.js';
import type { Principal } from '../identity/principal.js';

/** What every resolver knows of the request it serves; the service's loaders stand beside it. */
export interface RequestContext extends Correlation {
  readonly principal: Principal;
  /** When the caller stops waiting, by `performance.now()`; undefined if it did not say. */
  readonly deadline?: number;
}
