import { type ApolloServer, HeaderMap } from '@apollo/server';
import { type Correlation, correlationOf, withCorrelation } from '@ordergraph/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';

import { catalogueEntry } from '../door/error-catalogue.js';
import { refusal } from '../door/refusal.js';
import type { RequestContext } from '../request-context.js';

export interface HttpGraphqlOptions {
  path: string;
  /** Undefined until the gateway has a supergraph. */
  server: () => ApolloServer<RequestContext> | undefined;
  /** Throws an error of the catalogue for a caller who is not let in. */
  contextOf: (request: FastifyRequest, correlation: Correlation) => Promise<RequestContext>;
}

/** Queries and mutations over POST and GET; in development also the page that a browser gets. */
export function serveGraphqlOverHttp(app: FastifyInstance, { path, server, contextOf }: HttpGraphqlOptions): void {
  app.route({
    method: ['GET', 'POST'],
    url: path,
    handler: async (request, reply) => {
      const correlation = correlationOf({
        correlationId: request.headers['x-correlation-id'],
        traceparent: request.headers['traceparent'],
      });
      void reply.header('x-correlation-id', correlation.correlationId);
      const apollo = server();
      if (!apollo) return refuse(reply, refusal('SUPERGRAPH_UNAVAILABLE', 'The gateway has no supergraph yet.'));
      if (Array.isArray(request.body)) {
        return refuse(reply, refusal('BATCHING_REFUSED', 'One request carries one operation.'));
      }
      const { headers, status, body } = await withCorrelation(correlation, () =>
        apollo.executeHTTPGraphQLRequest({
          httpGraphQLRequest: {
            method: request.method,
            headers: headersOf(request),
            search: searchOf(request.url),
            body: request.body,
          },
          context: () => contextOf(request, correlation),
        }),
      );
      for (const [name, value] of headers) void reply.header(name, value);
      void reply.code(status ?? 200);
      // Only @defer would answer in chunks, and the gateway's schema has none.
      return body.kind === 'complete' ? body.string : reply.send();
    },
  });
}

/** Answers a request that never reaches Apollo Server in the form in which it would have answered. */
export function refuse(reply: FastifyReply, error: GraphQLError): FastifyReply {
  const { http: _http, ...extensions } = error.extensions;
  const { httpStatus = 500, retryable = false } = catalogueEntry(extensions['code']) ?? {};
  return reply
    .code(httpStatus)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message: error.message, extensions: { retryable, ...extensions } }] }));
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}
