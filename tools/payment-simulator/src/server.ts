import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';
import { actionRoutes } from './routes/action-routes.js';
import { faultRoutes } from './routes/fault-routes.js';
import { lookupRoutes } from './routes/lookup-routes.js';
import { operationRoutes } from './routes/operation-routes.js';
import type { Simulation } from './simulation.js';

interface ServerOptions {
  readonly simulation: Simulation;
  readonly key: string;
  readonly logger?: FastifyBaseLogger | undefined;
}

export function createServer({ simulation, key, logger }: ServerOptions): FastifyInstance {
  const app: FastifyInstance = Fastify({
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    ...(logger && { loggerInstance: logger }),
  });
  app.setErrorHandler((error, request, reply) => {
    const known = error instanceof ApiError ? error : unexpected(error, request);
    void reply.status(known.status).send({ error: { code: known.code, message: known.message } });
  });
  app.get('/live', () => ({ status: 'ok' }));
  void app.register((pages, _options, done) => {
    actionRoutes(pages, simulation);
    done();
  });
  void app.register((api, _options, done) => {
    api.addHook('onRequest', (request, _reply, next) => next(refusal(request, key)));
    faultRoutes(api, simulation);
    void api.register((provider, _providerOptions, ready) => {
      provider.addHook('onRequest', (_request, _reply, next) => next(outage(simulation)));
      operationRoutes(provider, simulation);
      lookupRoutes(provider, simulation);
      ready();
    });
    done();
  });
  return app;
}

function unexpected(error: unknown, request: FastifyRequest): ApiError {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 500) request.log.error(error);
  return new ApiError(status, status >= 500 ? 'internal_error' : 'invalid_request', 'The request was not understood.');
}

const outage = ({ faults }: Simulation): ApiError | undefined =>
  faults.unavailable ? new ApiError(503, 'unavailable', 'The provider is down for now.') : undefined;

function refusal({ headers }: FastifyRequest, key: string): ApiError | undefined {
  const given = digest(headers.authorization ?? '');
  return timingSafeEqual(given, digest(`Bearer ${key}`))
    ? undefined
    : new ApiError(401, 'unauthorized', 'The API key is missing or wrong.');
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
