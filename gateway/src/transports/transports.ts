import type { Logger } from '@ordergraph/service';
import type { FastifyInstance } from 'fastify';

import type { GatewayConfiguration } from '../configuration.js';
import type { Authenticator } from '../door/authenticator.js';
import { createOriginPolicy } from '../door/origins.js';
import type { ErrorPresenter } from '../door/present-error.js';
import type { RateLimits } from '../door/rate-limits.js';
import type { Graph } from '../graph.js';
import type { GatewayMetrics } from '../metrics.js';
import { servePages } from '../pages/pages.js';
import type { OperationTexts } from '../persisted/operation-texts.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import type { AnswerOperation } from './answer-operation.js';
import type { ServePage } from './apollo-server.js';
import { serveGraphqlOverHttp } from './http-graphql.js';
import { createOperatorsServer, serveMetrics } from './health.js';
import { createHttpServer, httpAdmission } from './http-server.js';
import { HttpStreams } from './http-streams/http-streams.js';
import { createSocketOperations } from './socket-operations.js';
import { serveGraphqlOverWebSocket } from './web-socket-server.js';

const PATH = '/graphql';

export interface TransportsOptions {
  configuration: GatewayConfiguration;
  answer: AnswerOperation;
  page: ServePage;
  graph: Graph;
  texts: OperationTexts;
  registry: SupergraphRegistry;
  authenticate: Authenticator;
  rateLimits: RateLimits;
  present: ErrorPresenter;
  metrics: GatewayMetrics;
  logger: Logger;
}

export interface Transports {
  /** Not listening yet. */
  app: FastifyInstance;
  /** The same: for operators, if they have a port of their own. */
  operators: FastifyInstance | undefined;
  /** Takes nothing new, ends streams (1001, SHUTTING_DOWN), and resolves when requests under way are answered or the budget is spent. */
  drain: () => Promise<void>;
}

/** Everything a client can speak to, on one port; operators may have another. */
export async function createTransports(options: TransportsOptions): Promise<Transports> {
  const { configuration, graph, registry, present, metrics, logger } = options;
  const { production, allowedOrigins, shutdownBudgetSeconds, metricsPort } = configuration;
  const origins = createOriginPolicy({ allowed: allowedOrigins, development: !production });
  let isDraining = false;
  const isReady = (): boolean => registry.current !== undefined && !isDraining;

  const app = await createHttpServer({
    ...configuration,
    origins,
    isReady,
    present,
    logger,
  });
  const health = { isReady, metrics: metrics.registry };
  const operators = metricsPort === undefined ? undefined : createOperatorsServer(health);
  if (!operators) serveMetrics(app, health);
  const admit = httpAdmission({ ...configuration, ...options });
  const streams = new HttpStreams({ ...configuration, ...options, ...graph, admit, origins });
  serveGraphqlOverHttp(app, { ...configuration, ...options, ...graph, path: PATH, admit, streams });
  if (!production) servePages(app);
  const operations = createSocketOperations({ ...configuration, ...options, ...graph });
  const sockets = serveGraphqlOverWebSocket(app.server, {
    ...configuration,
    path: PATH,
    operations,
    origins,
    rateLimits: options.rateLimits,
    logger,
  });
  metrics.observeSockets(sockets.size);
  metrics.observeHttpStreams(() => streams.size);

  return {
    app,
    operators,
    drain: async () => {
      isDraining = true;
      const forced = setTimeout(() => {
        app.server.closeAllConnections();
      }, shutdownBudgetSeconds * 1000);
      streams.drain();
      await sockets.drain(shutdownBudgetSeconds * 1000);
      await app.close();
      await operators?.close();
      clearTimeout(forced);
    },
  };
}
