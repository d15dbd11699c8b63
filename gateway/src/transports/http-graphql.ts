import { type ApolloServer, HeaderMap } from '@apollo/server';
import { correlationOf, withCorrelation } from '@ordergraph/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { ErrorPresenter } from '../door/present-error.js';
import { refusal } from '../door/refusal.js';
import type { RequestContext } from '../request-context.js';
import type { AdmitRequest } from './http-server.js';
import { acceptedFormat } from './http-streams/accepted-format.js';
import type { HttpStreams } from './http-streams/http-streams.js';
import { refuse } from './refuse.js';

export interface HttpGraphqlOptions {
  path: string;
  /** Undefined until the gateway has a supergraph. */
  server: () => ApolloServer<RequestContext> | undefined;
  /** Throws an error of the catalogue for a caller who is not let in. */
  admit: AdmitRequest;
  streams: HttpStreams;
  present: ErrorPresenter;
}

/**
 * Queries and mutations over POST and GET, and streams for those who accept them; in development also the page that a browser gets.
 */
export function serveGraphqlOverHttp(app: FastifyInstance, options: HttpGraphqlOptions): void {
  const { path, server, admit, streams, present } = options;
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
      if (!apollo)
        return refuse(reply, [refusal('SUPERGRAPH_UNAVAILABLE', 'The gateway has no supergraph yet.')], present);
      if (Array.isArray(request.body)) {
        return refuse(reply, [refusal('BATCHING_REFUSED', 'One request carries one operation.')], present);
      }
      const answer = (context: () => Promise<RequestContext>): Promise<FastifyReply> =>
        withCorrelation(correlation, () => answerByApollo(apollo, { request, reply, context }));
      const format = acceptedFormat(request.headers.accept);
      if (!format) return answer(async () => (await admit(request, correlation)).context);
      const answerWhole = (context: RequestContext): Promise<FastifyReply> => answer(() => Promise.resolve(context));
      return streams.serve({ request, reply, correlation, format, answerWhole });
    },
  });
}

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
  context: () => Promise<RequestContext>;
}

async function answerByApollo(
  apollo: ApolloServer<RequestContext>,
  { request, reply, context }: Exchange,
): Promise<FastifyReply> {
  const { headers, status, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headersOf(request),
      search: searchOf(request.url),
      body: request.body,
    },
    context,
  });
  for (const [name, value] of headers) void reply.header(name, value);
  void reply.code(status ?? 200);
  // Only @defer would answer in chunks, and the gateway's schema has none.
  return reply.send(body.kind === 'complete' ? body.string : undefined);
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
