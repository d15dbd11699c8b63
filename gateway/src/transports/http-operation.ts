import type { FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';

import { malformed, TurnedAway } from '../door/door.js';
import { refusal } from '../door/refusal.js';
import { type OperationRequest, type OperationsOptions, type ReadOperation, readOperation } from './read-operation.js';

/** The operation of a GraphQL-over-HTTP request. Throws TurnedAway or an error of the catalogue. */
export function readHttpOperation(options: OperationsOptions, request: FastifyRequest): ReadOperation {
  const operation = readOperation(options, operationOf(request));
  if (request.method === 'GET' && operation.type === OperationTypeNode.MUTATION) {
    const how = { status: 405, headers: { allow: 'POST' } };
    throw new TurnedAway([refusal('BAD_REQUEST', 'A mutation is sent by POST.', how)]);
  }
  return operation;
}

function operationOf(request: FastifyRequest): OperationRequest {
  const { query, operationName, variables, extensions } =
    request.method === 'GET' ? searchOf(request) : bodyOf(request);
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw malformed('`operationName` is no text.');
  return {
    query,
    operationName,
    variables: objectOf('variables', variables),
    extensions: objectOf('extensions', extensions),
    headers: request.headers,
  };
}

function bodyOf({ body }: FastifyRequest): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) throw malformed('The body is no JSON object.');
  return body as Record<string, unknown>;
}

function searchOf({ url }: FastifyRequest): Record<string, unknown> {
  const search = new URL(url, 'http://gateway').searchParams;
  const only = (name: string): string | undefined => {
    const [text, ...more] = search.getAll(name);
    if (more.length > 0) throw malformed(`\`${name}\` is there more than once.`);
    return text;
  };
  const parsed = (name: string): unknown => {
    const text = only(name);
    try {
      return text === undefined ? undefined : JSON.parse(text);
    } catch {
      throw malformed(`\`${name}\` is no JSON.`);
    }
  };
  return {
    query: only('query'),
    operationName: only('operationName'),
    variables: parsed('variables'),
    extensions: parsed('extensions'),
  };
}

function objectOf(name: string, value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw malformed(`\`${name}\` is no object.`);
  return value as Record<string, unknown>;
}
