import { createTokenSigner, type Logger, type Tracing } from '@ordergraph/service';

import { openResponseCache } from './caching/open-response-cache.js';
import type { GatewayConfiguration } from './configuration.js';
import { createDocuments, type Documents } from './door/documents.js';
import { createDoor } from './door/door.js';
import type { RateLimits } from './door/rate-limits.js';
import type { GatewayMetrics } from './metrics.js';
import { createOperationExecutor, type OperationExecutor } from './operations/operation-executor.js';
import type { LocalSubgraphs } from './subgraphs/local-subgraphs.js';
import { SubgraphClient } from './subgraphs/subgraph-client.js';
import { SubgraphDirectory } from './subgraphs/subgraph-directory.js';
import { SubgraphSockets } from './subgraphs/subgraph-sockets.js';
import { createSubgraphTokens } from './subgraphs/subgraph-tokens.js';
import { EventSources } from './subscriptions/event-sources.js';
import { createSubscriptions } from './subscriptions/federated-subscriptions.js';
import type { Subscribe } from './subscriptions/subscription-request.js';
import type { SupergraphRegistry } from './supergraph/supergraph-registry.js';
import { tracedSubscribe } from './tracing/traced-streams.js';

/** What all transports share: how an operation is admitted and run. */
export interface Graph {
  documents: Documents;
  executor: OperationExecutor;
  subscribe: Subscribe;
  /** Requests to subgraphs that are under way have no longer than that. */
  close(budgetMilliseconds: number): Promise<void>;
}

export interface GraphOptions {
  configuration: GatewayConfiguration;
  registry: SupergraphRegistry;
  local: LocalSubgraphs;
  rateLimits: RateLimits;
  metrics: GatewayMetrics;
  /** Undefined: no spans. */
  tracing: Tracing | undefined;
  logger: Logger;
}

export function createGraph(options: GraphOptions): Graph {
  const { configuration, registry, local, rateLimits, metrics, tracing, logger } = options;
  const { subgraph, signingKey, issuer } = configuration;
  const tokens = createSubgraphTokens(createTokenSigner({ issuer, key: signingKey }));
  const directory = new SubgraphDirectory(
    (name, url) =>
      new SubgraphClient({ name, url, tokens, local, ...subgraph, logger, observe: metrics.subgraphs, tracing }),
  );
  const sockets = new SubgraphDirectory((_name, url) => new SubgraphSockets({ url, local, sockets: subgraph.sockets }));
  const stopRetiring = retireUnused(registry, [directory, sockets]);
  const documents = createDocuments(configuration);
  const door = createDoor({
    registry,
    limits: configuration.operationLimits,
    assumedListSize: configuration.assumedListSize,
    rateLimits,
    observeCost: metrics.operationCost,
  });
  const cache = openResponseCache({ ...configuration.responseCache, registry, sockets, tokens, metrics, logger });
  const subscribe = createSubscriptions({
    door,
    documents,
    registry,
    events: new EventSources({ sockets, tokens, registry, logger }),
    directory,
    queueLimit: configuration.streamQueue,
    observe: metrics.streams,
    tracing,
  });
  return {
    documents,
    executor: createOperationExecutor({ door, directory, cache: cache.responses }),
    subscribe: tracedSubscribe(subscribe, tracing),
    close: async (budgetMilliseconds) => {
      stopRetiring();
      await cache.close();
      await Promise.all([directory.close(budgetMilliseconds), sockets.close(budgetMilliseconds)]);
    },
  };
}

/** Requests that began under the previous supergraph still use its addresses. */
const RETIRE_MILLISECONDS = 30_000;

function retireUnused(
  registry: SupergraphRegistry,
  directories: readonly Pick<SubgraphDirectory<SubgraphClient>, 'retain'>[],
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stopListening = registry.onLoad((supergraph) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const directory of directories) void directory.retain(supergraph);
    }, RETIRE_MILLISECONDS).unref();
  });
  return () => {
    stopListening();
    clearTimeout(timer);
  };
}
