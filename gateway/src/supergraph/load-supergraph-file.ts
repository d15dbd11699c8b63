import type { Logger } from 'pino';

import type { GatewayMetrics } from '../metrics.js';
import { followSupergraphFile, type SupergraphFile } from './supergraph-file.js';
import type { SupergraphRegistry } from './supergraph-registry.js';

export interface LoadSupergraphFileOptions {
  file: string;
  registry: SupergraphRegistry;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** Keeps the registry at what the file says; of a file that is missing or wrong it only complains. */
export function loadSupergraphFile({
  file,
  registry,
  metrics,
  logger,
}: LoadSupergraphFileOptions): Promise<SupergraphFile> {
  return followSupergraphFile({
    file,
    onText: (sdl) => {
      if (!registry.replace(sdl)) return;
      metrics.supergraphReload('loaded');
      logger.info({ supergraph: registry.current?.id.slice(0, 12) }, 'supergraph loaded');
    },
    onProblem: (error) => {
      metrics.supergraphReload('refused');
      logger.error(
        { err: error, file },
        registry.current ? 'supergraph refused, the previous one stays' : 'no supergraph',
      );
    },
  });
}
