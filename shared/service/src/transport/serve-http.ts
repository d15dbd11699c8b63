import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { findCatalogueEntry } from '../errors/catalogue.js';
import { toPublicError } from '../errors/public-error.js';
import type { TokenVerifier } from '../identity/token-verifier.js';
import type { RequestContext } from './request-context.js';
import { timeoutHeader } from './deadline.js';
import { identifyRequest } from './request-identity.js';
import type { ContextFactory } from './subscribe.js';

/** Where a subgraph answers, over HTTP and over WebSocket. */
export const graphqlPath = '/graphql';

/**
 * GraphQL over HTTP: POST with JSON. Identity is checked before the body is read; a stranger gets 401 whatever is asked,
 * `_service` and `_entities` included.
 */
export function serveHttp(
  app: FastifyInstance,
  options: {
    readonly apollo: ApolloServer<RequestContext>;
    readonly verifier: TokenVerifier;
    readonly contextFor: ContextFactory;
  },
): void {
  const { apollo, verifier, contextFor } = options;
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  const contextOf = (request: FastifyRequest): RequestContext => {
    const context = contexts.get(request);
    if (!context) throw new TypeError('a request without identity');
    return context;
  };
  const answer = fastifyApolloHandler(apollo as ApolloServer<object>, {
    context: async (request) => contextFor(contextOf(request)),
  }) as RouteHandlerMethod;
  app.route({
    method: 'POST',
    url: graphqlPath,
    onRequest: async (request, reply) => {
      const { headers } = request;
      const claims = {
        ...headers,
        correlationId: headers['x-correlation-id'],
        timeoutMilliseconds: headers[timeoutHeader],
      };
      try {
        const context = await identifyRequest(claims, verifier);
        contexts.set(request, context);
        void reply.header('x-correlation-id', context.correlationId);
      } catch (error) {
        return refuse(reply, error);
      }
    },
    handler: answer,
  });
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const { formatted } = toPublicError(error);
  const status = findCatalogueEntry(String(formatted.extensions?.['code']))?.httpStatus ?? 500;
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(status).send({ errors: [formatted] });
}
