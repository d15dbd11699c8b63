import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { findCatalogueEntry } from '../errors/catalogue.js';
import { limits } from './limits.js';
import { requestTimeouts } from './request-timeouts.js';

/** The HTTP server of a process. Its own errors (no JSON, too large, no such path) are answered as GraphQL errors. */
export function createApp(logger: Logger): FastifyInstance {
  const app = fastify({ bodyLimit: limits.bodyBytes, forceCloseConnections: 'idle', ...requestTimeouts() });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    const correlationId = reply.getHeader('x-correlation-id');
    if (status >= 500)
      logger.error({ err: error, path: request.routeOptions.url, correlationId }, 'an HTTP request failed');
    const code = status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
    const message = status < 500 ? error.message : 'Something went wrong on our side.';
    return reply.code(status).send({ errors: [{ message, extensions: extensionsOf(code) }] });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ errors: [{ message: 'Nothing is here.', extensions: extensionsOf('BAD_REQUEST') }] }),
  );
  return app;
}

const extensionsOf = (code: string) => ({ code, retryable: findCatalogueEntry(code)?.retryable ?? false });
