import cors from '@fastify/cors';
import { type Correlation, requestTimeouts } from '@ordergraph/service';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

import type { Authenticator } from '../door/authenticator.js';
import type { OriginPolicy } from '../door/origins.js';
import type { ErrorPresenter } from '../door/present-error.js';
import type { RateLimits } from '../door/rate-limits.js';
import { refusal } from '../door/refusal.js';
import { compressAnswers } from './compression.js';
import type { Caller } from './open-operation.js';
import { refuse } from './refuse.js';

export interface HttpServerOptions {
  maxBodyBytes: number;
  compressFromBytes: number;
  trustProxy: boolean;
  origins: OriginPolicy;
  isReady: () => boolean;
  present: ErrorPresenter;
  metrics: Registry;
  logger: Logger;
}

/** The HTTP server with what every process of the platform has; the GraphQL transports are put onto it. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: options.maxBodyBytes,
    // One hop: the proxy in front says who called; what the caller itself claims in that header is not believed.
    trustProxy: options.trustProxy ? (_address, hop) => hop < 1 : false,
    logger: false,
    forceCloseConnections: 'idle',
    ...requestTimeouts(),
  });
  await app.register(cors, {
    delegator: (request, done) => {
      const { origin, host } = request.headers;
      done(null, {
        origin: origin !== undefined && options.origins(origin, host),
        methods: ['GET', 'POST'],
        exposedHeaders: ['x-correlation-id', 'retry-after'],
        maxAge: 600,
      });
    },
  });
  await compressAnswers(app, options.compressFromBytes);
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const answer = (refused: GraphQLError) => refuse(reply, [refused], options.present);
    if (error.statusCode === 413) return answer(refusal('REQUEST_TOO_LARGE', 'The body is too large.'));
    if (error.statusCode !== undefined && error.statusCode < 500) return answer(refusal('BAD_REQUEST', error.message));
    options.logger.error({ err: error }, 'request failed');
    return reply
      .code(500)
      .send({ errors: [{ message: 'Something went wrong here.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  });
  app.get('/live', () => ({ status: 'live' }));
  app.get('/ready', (_request, reply) =>
    options.isReady()
      ? { status: 'ready' }
      : reply.code(503).send({ status: 'not ready', reason: 'no supergraph, or stopping' }),
  );
  app.get('/metrics', async (_request, reply) =>
    reply.type(options.metrics.contentType).send(await options.metrics.metrics()),
  );
  return app;
}

export interface HttpAdmissionOptions {
  authenticate: Authenticator;
  rateLimits: RateLimits;
}

/** Lets a request in, or throws an error of the catalogue. */
export type AdmitRequest = (request: FastifyRequest, correlation: Correlation) => Promise<Caller>;

export function httpAdmission({ authenticate, rateLimits }: HttpAdmissionOptions): AdmitRequest {
  return async (request, correlation) => {
    const { principal, principalKey, expiresAt } = await authenticate(request.headers.authorization);
    const context = { principal, principalKey, address: request.ip, ...correlation };
    const limited = await rateLimits.operation(context);
    if (limited) throw limited;
    return { context, expiresAt };
  };
}
