import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../report.js';

/** Where downloaded servers are kept between runs and clones. */
export function cacheDirectory(environment: Environment): string {
  return join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ordergraph');
}
