import type { Logger } from 'pino';

import type { GatewayMetrics } from '../metrics.js';
import { followFile } from './sources/file-source.js';
import type { SourceListener, SupergraphSource } from './sources/source.js';
import { followUplink } from './sources/uplink-source.js';
import { followUrl } from './sources/url-source.js';
import type { SupergraphRegistry } from './supergraph-registry.js';

/** Where the supergraph comes from, one of them. */
export type SupergraphLocation =
  | { kind: 'file'; file: string }
  | { kind: 'url'; url: string; pollSeconds: number }
  | { kind: 'uplink'; key: string; graphRef: string; endpoints: readonly string[]; pollSeconds: number };

export interface FollowSupergraphOptions {
  location: SupergraphLocation;
  registry: SupergraphRegistry;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** Keeps the registry at what its source says; of one that is missing or wrong it only complains, and the last good one stays. */
export async function followSupergraph({
  location,
  registry,
  metrics,
  logger,
}: FollowSupergraphOptions): Promise<SupergraphSource> {
  const { kind } = location;
  const listener: SourceListener = {
    onText: (sdl) => {
      if (!registry.replace(sdl)) return;
      metrics.supergraphReload('loaded');
      logger.info({ supergraph: registry.current?.id.slice(0, 12), source: kind }, 'supergraph loaded');
      const labels = registry.current?.overrides.undecided ?? [];
      if (labels.length > 0)
        logger.warn({ labels }, 'only percent(x) is known as a label of @override: others are off');
    },
    onProblem: (error) => {
      metrics.supergraphReload('refused');
      const what = registry.current ? 'supergraph refused, the previous one stays' : 'no supergraph';
      logger.error({ err: error, source: kind, ...(kind === 'file' && { file: location.file }) }, what);
    },
  };
  switch (location.kind) {
    case 'file':
      return followFile({ ...location, ...listener });
    case 'url':
      return followUrl({ ...location, ...listener });
    case 'uplink':
      return followUplink({ ...location, ...listener });
  }
}
