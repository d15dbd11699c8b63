import { requestTimeouts } from '@ordergraph/service';
import fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

export interface HealthOptions {
  isReady: () => boolean;
  metrics: Registry;
}

/** For whoever decides whether this process gets requests. */
export function serveHealth(app: FastifyInstance, { isReady }: Pick<HealthOptions, 'isReady'>): void {
  app.get('/live', () => ({ status: 'live' }));
  app.get('/ready', (_request, reply) =>
    isReady()
      ? { status: 'ready' }
      : reply.code(503).send({ status: 'not ready', reason: 'no supergraph, or stopping' }),
  );
}

/** For Prometheus. */
export function serveMetrics(app: FastifyInstance, { metrics }: Pick<HealthOptions, 'metrics'>): void {
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
}

/** The same for operators alone, on a port that clients do not reach. */
export function createOperatorsServer(options: HealthOptions): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true, ...requestTimeouts() });
  serveHealth(app, options);
  serveMetrics(app, options);
  return app;
}
