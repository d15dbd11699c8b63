import { createLogger, type Environment, type Logger, PortInUse, startTracing } from '@ordergraph/service';
import type { FastifyInstance } from 'fastify';

import { type GatewayConfiguration, readGatewayConfiguration } from './configuration.js';
import { createAuthenticator } from './door/authenticator.js';
import { createErrorPresenter } from './door/present-error.js';
import { createRateLimits } from './door/rate-limits.js';
import { createGraph } from './graph.js';
import { createMetrics } from './metrics.js';
import { followManifest } from './persisted/follow-manifest.js';
import { createOperationTexts } from './persisted/operation-texts.js';
import type { LocalSubgraphs } from './subgraphs/local-subgraphs.js';
import { followSupergraph } from './supergraph/follow-supergraph.js';
import { SupergraphRegistry } from './supergraph/supergraph-registry.js';
import { tracedAnswers } from './tracing/traced-answers.js';
import { createAnswers, runWith } from './transports/answer-operation.js';
import { startApolloServer } from './transports/apollo-server.js';
import { observedAnswers } from './transports/observed-answers.js';
import { createTransports, type Transports } from './transports/transports.js';

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
  /** Where `/metrics` is. */
  metricsUrl: string;
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
  const tracing =
    configuration.tracing &&
    (await startTracing({ configuration: configuration.tracing, serviceName: 'ordergraph-gateway', logger }));
  const { persistedManifestFile: file, persistedQueryCacheBytes } = configuration;
  const manifest = file === undefined ? undefined : await followManifest({ file, metrics, logger });
  const texts = createOperationTexts({
    manifest: manifest?.current,
    cacheBytes: persistedQueryCacheBytes,
    observe: metrics.persistedOperation,
  });
  const registry = createRegistry(configuration, logger);
  const rateLimits = createRateLimits(configuration.rateLimits);
  const authenticate = createAuthenticator({ ...configuration, rateLimits, logger });
  const present = createErrorPresenter({ production: configuration.production, logger });
  const graph = createGraph({ configuration, registry, local, rateLimits, metrics, tracing, logger });
  const source = await followSupergraph({ location: configuration.supergraph, registry, metrics, logger });
  const apollo = wantsApolloServer(configuration)
    ? await startApolloServer({ ...configuration, registry, logger })
    : undefined;
  const plain = runWith(graph.executor);
  const run = (configuration.usageReports && apollo?.reported(plain)) ?? plain;
  const transports = await createTransports({
    configuration,
    answer: tracedAnswers(observedAnswers(createAnswers({ run, present }), metrics.operations), tracing),
    page: apollo?.page ?? noPage,
    graph,
    texts,
    registry,
    authenticate,
    rateLimits,
    present,
    metrics,
    logger,
  });
  const stop = once(async () => {
    const left = countdown(configuration.shutdownBudgetSeconds * 1_000);
    source.stop();
    manifest?.stop();
    await transports.drain();
    await apollo?.stop(left());
    await graph.close(left());
    await tracing?.stop(left());
  });
  const ports = await listen(transports, configuration).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  logger.info(ports, 'gateway listens');

  const at = (port: number, path: string): string => `http://${configuration.host}:${String(port)}${path}`;
  return { url: at(ports.port, '/graphql'), port: ports.port, metricsUrl: at(ports.metricsPort, '/metrics'), stop };
}

const createRegistry = ({ routingUrls }: GatewayConfiguration, logger: Logger): SupergraphRegistry =>
  new SupergraphRegistry({
    routingUrls,
    onListenerFailure: (err) => logger.error({ err }, 'a part of the gateway did not take the new supergraph'),
  });

const wantsApolloServer = ({ production, usageReports }: GatewayConfiguration): boolean =>
  !production || usageReports !== undefined;

const noPage = (): Promise<undefined> => Promise.resolve(undefined);

async function listen(
  { app, operators }: Transports,
  { host, port, metricsPort }: GatewayConfiguration,
): Promise<{ port: number; metricsPort: number }> {
  const taken = await listenAt(app, host, port);
  return { port: taken, metricsPort: operators ? await listenAt(operators, host, metricsPort ?? 0) : taken };
}

async function listenAt(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortInUse(host, port);
    throw error;
  }
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/** Of a drain: where requests took all of it, what comes after them has a moment still. */
const LEAST_MILLISECONDS = 100;

function countdown(milliseconds: number): () => number {
  const ends = performance.now() + milliseconds;
  return () => Math.max(ends - performance.now(), LEAST_MILLISECONDS);
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
