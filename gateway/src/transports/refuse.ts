import type { FastifyReply } from 'fastify';
import type { GraphQLError } from 'graphql';

import { type ErrorPresenter, presentErrors } from '../door/present-error.js';
import { acceptedJson } from './http-streams/accepted-format.js';

/** Answers a request that never reaches Apollo Server in the form in which it would have answered. */
export function refuse(reply: FastifyReply, errors: readonly GraphQLError[], present: ErrorPresenter): FastifyReply {
  const { status = 500, headers = [] } = (errors[0]?.extensions['http'] ?? {}) as HttpOfRefusal;
  for (const [name, value] of headers) void reply.header(name, value);
  return reply
    .code(status)
    .type(acceptedJson(reply.request.headers.accept) ?? 'application/json; charset=utf-8')
    .send(JSON.stringify({ errors: presentErrors(present, errors) }));
}

/** What `refusal` puts into an error for Apollo Server. */
interface HttpOfRefusal {
  status?: number;
  headers?: Iterable<readonly [string, string]>;
}
