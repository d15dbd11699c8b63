import type { FastifyRequest } from 'fastify';

import { TurnedAway } from '../door/door.js';
import { refusal } from '../door/refusal.js';
import type { OperationRequest } from './open-operation.js';

/** The operation of a GraphQL-over-HTTP request; Apollo Server reads its own. Throws TurnedAway. */
export function operationOf(request: FastifyRequest): OperationRequest {
  const { query, operationName, variables, extensions } =
    request.method === 'GET' ? searchOf(request) : bodyOf(request);
  if (typeof query !== 'string' || query === '') throw malformed('The request has no `query`.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw malformed('`operationName` is no text.');
  return {
    query,
    operationName,
    variables: objectOf('variables', variables),
    extensions: objectOf('extensions', extensions),
  };
}

function bodyOf({ body }: FastifyRequest): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) throw malformed('The body is no JSON object.');
  return body as Record<string, unknown>;
}

function searchOf({ url }: FastifyRequest): Record<string, unknown> {
  const search = new URL(url, 'http://gateway').searchParams;
  const parsed = (name: string): unknown => {
    const text = search.get(name);
    try {
      return text === null ? undefined : JSON.parse(text);
    } catch {
      throw malformed(`\`${name}\` is no JSON.`);
    }
  };
  return {
    query: search.get('query'),
    operationName: search.get('operationName'),
    variables: parsed('variables'),
    extensions: parsed('extensions'),
  };
}

function objectOf(name: string, value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw malformed(`\`${name}\` is no object.`);
  return value as Record<string, unknown>;
}

function malformed(message: string): TurnedAway {
  return new TurnedAway([refusal('BAD_REQUEST', message)]);
}
