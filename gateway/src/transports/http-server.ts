import cors from '@fastify/cors';
import { type Correlation, deadlineOf, requestTimeouts, timeoutHeader } from '@ordergraph/service';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';

import { addressKey } from '../door/address-key.js';
import type { Authenticator } from '../door/authenticator.js';
import type { OriginPolicy } from '../door/origins.js';
import type { ErrorPresenter } from '../door/present-error.js';
import type { RateLimits } from '../door/rate-limits.js';
import { refusal } from '../door/refusal.js';
import { type ForwardRule, forwardedHeaders } from '../subgraphs/forwarded-headers.js';
import { compressAnswers } from './compression.js';
import { serveHealth } from './health.js';
import type { Caller } from './read-operation.js';
import { refuse } from './send-answer.js';

export interface HttpServerOptions {
  maxBodyBytes: number;
  compressFromBytes: number;
  trustProxy: boolean;
  origins: OriginPolicy;
  isReady: () => boolean;
  present: ErrorPresenter;
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
    // The gateway's own pages need no leave: which host was asked makes no difference here.
    origin: (origin, done) => done(null, origin !== undefined && options.origins(origin, undefined)),
    methods: 'GET, POST',
    exposedHeaders: 'x-correlation-id, retry-after',
    maxAge: 600,
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
  serveHealth(app, options);
  return app;
}

export interface HttpAdmissionOptions {
  authenticate: Authenticator;
  rateLimits: RateLimits;
  forwardRules: readonly ForwardRule[];
}

/** Lets a request in, or throws an error of the catalogue. */
export type AdmitRequest = (request: FastifyRequest, correlation: Correlation) => Promise<Caller>;

export function httpAdmission({ authenticate, rateLimits, forwardRules }: HttpAdmissionOptions): AdmitRequest {
  return async (request, correlation) => {
    const address = addressKey(request.ip);
    const { principal, principalKey, expiresAt } = await authenticate(request.headers.authorization, address);
    const context = {
      principal,
      principalKey,
      address,
      transport: 'http' as const,
      ...correlation,
      ...deadlineOf(request.headers[timeoutHeader]),
      ...forwardedHeaders(forwardRules, (name) => request.headers[name]),
    };
    const limited = await rateLimits.operation(context);
    if (limited) throw limited;
    return { context, expiresAt };
  };
}
