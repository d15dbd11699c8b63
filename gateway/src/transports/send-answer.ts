import type { Correlation } from '@ordergraph/service';
import type { FastifyReply } from 'fastify';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';

import { type ErrorPresenter, presentErrors } from '../door/present-error.js';
import { type AnswerHead, headOfErrors } from './answer-head.js';
import type { Answered } from './answer-operation.js';
import { acceptedJson } from './http-streams/accepted-format.js';

/** Answers with JSON, in the form that the request accepts best. */
export function sendAnswer(reply: FastifyReply, { head, result }: Answered): FastifyReply {
  for (const [name, value] of head.headers) {
    if (name === 'vary') addVary(reply, value);
    else void reply.header(name, value);
  }
  const contentType = acceptedJson(reply.request.headers.accept) ?? 'application/json; charset=utf-8';
  if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  return reply.code(statusOf(reply, head)).type(contentType).send(textOf(result));
}

/** What the answer depends on besides what is said already. */
export function addVary(reply: FastifyReply, names: string): void {
  const known = reply.getHeader('vary');
  void reply.header('vary', known === undefined ? names : `${String(known)}, ${names}`);
}

/** Answers a request that is turned away as a whole. */
export function refuse(
  reply: FastifyReply,
  errors: readonly GraphQLError[],
  present: ErrorPresenter,
  correlation?: Correlation,
): FastifyReply {
  const result = { errors: presentErrors(present, errors, correlation) };
  return sendAnswer(reply, { head: headOfErrors(errors), result });
}

/**
 * The specification of GraphQL over HTTP has a document or variables that are wrong answered by 200 to those who ask for `application/json`
 * by name: such a client takes another status for a failure of what lies between. `application/graphql-response+json` has the true status.
 */
function statusOf(reply: FastifyReply, { status, isRequestError }: AnswerHead): number {
  return status === 400 && isRequestError && asksForJson(reply.request.headers.accept) ? 200 : status;
}

function asksForJson(accept: string | undefined): boolean {
  return /application\/json/i.test(accept ?? '') && acceptedJson(accept)?.startsWith('application/json') === true;
}

/** Errors first: who reads only the beginning of an answer sees them. */
function textOf({ errors, data, extensions }: FormattedExecutionResult): string {
  return `${JSON.stringify({ errors, data, extensions })}\n`;
}
