import {
  createLogger,
  createTokenVerifier,
  type Environment,
  graphAudience,
  type Logger,
  PortInUse,
} from '@ordergraph/service';
import type { FastifyInstance } from 'fastify';

import { type GatewayConfiguration, readGatewayConfiguration } from './configuration.js';
import { createAuthenticator } from './door/authenticator.js';
import { createErrorPresenter } from './door/present-error.js';
import { createRateLimits } from './door/rate-limits.js';
import { createGraph } from './graph.js';
import { createMetrics } from './metrics.js';
import type { LocalSubgraphs } from './subgraphs/local-subgraphs.js';
import { followSupergraph } from './supergraph/follow-supergraph.js';
import { SupergraphRegistry } from './supergraph/supergraph-registry.js';
import { startApolloServer } from './transports/apollo-server.js';
import { createTransports } from './transports/transports.js';

export interface GatewayOptions {
  environment: Environment;
  logger?: Logger;
  /** Called without a connection, by the addresses that the supergraph has for them. */
  local?: LocalSubgraphs;
}

export interface RunningGateway {
  /** `http://host:port/graphql`; subscriptions are on the same path. */
  url: string;
  port: number;
  /** Ends streams with 1001, answers requests under way, and stops. Calling it again waits for the same stop. */
  stop: () => Promise<void>;
}

/**
 * Starts the graph's edge. It listens at once, and is ready when it has a supergraph; subgraphs may come and go as they like.
 *
 * @throws {ConfigurationInvalid} listing every problem
 * @throws {PortInUse}
 */
export async function startGateway({
  environment,
  logger: given,
  local = new Map(),
}: GatewayOptions): Promise<RunningGateway> {
  process.env['APOLLO_TELEMETRY_DISABLED'] ??= 'true';
  const configuration = readGatewayConfiguration(environment);
  const logger = given ?? createLogger({ name: 'gateway', level: configuration.logLevel });

  const metrics = createMetrics();
  const registry = new SupergraphRegistry(configuration.routingUrls);
  const authenticate = createAuthenticator(createTokenVerifier(configuration.trustedIssuers, graphAudience));
  const rateLimits = createRateLimits(configuration.rateLimits);
  const present = createErrorPresenter({ production: configuration.production, logger });
  const graph = createGraph({ configuration, registry, local, rateLimits, metrics, logger });
  const source = await followSupergraph({ location: configuration.supergraph, registry, metrics, logger });
  const apollo = await startApolloServer({ ...configuration, registry, executor: graph.executor, present });
  const transports = await createTransports({
    configuration,
    server: apollo.current,
    graph,
    registry,
    authenticate,
    rateLimits,
    present,
    metrics,
    logger,
  });
  const port = await listen(transports.app, configuration);
  logger.info({ port }, 'gateway listens');

  const stop = once(async () => {
    source.stop();
    await transports.drain();
    await apollo.stop();
    await graph.close();
  });
  return { url: `http://${configuration.host}:${String(port)}/graphql`, port, stop };
}

async function listen(app: FastifyInstance, { host, port }: GatewayConfiguration): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortInUse(host, port);
    throw error;
  }
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
