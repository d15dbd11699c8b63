import type { Correlation } from '../logging/correlation.js';
import type { Principal } from '../identity/principal.js';

/** What every resolver knows of the request it serves; the service's loaders stand beside it. */
export interface RequestContext extends Correlation {
  readonly principal: Principal;
}
