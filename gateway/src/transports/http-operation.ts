import type { FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';

import { malformed, TurnedAway } from '../door/door.js';
import { refusal } from '../door/refusal.js';
import { type OperationRequest, type OperationsOptions, type ReadOperation, readOperation } from './read-operation.js';

/** The operation of a GraphQL-over-HTTP request. Throws TurnedAway or an error of the catalogue. */
export function readHttpOperation(options: OperationsOptions, request: FastifyRequest): ReadOperation {
  const operation = readOperation(options, operationOf(request));
  if (isSafe(request) && operation.type === OperationTypeNode.MUTATION)
    throw otherMethod('A mutation is sent by POST.', 'POST');
  // What has no end has no head that could be told without it.
  if (request.method === 'HEAD' && operation.type === OperationTypeNode.SUBSCRIPTION)
    throw otherMethod('A subscription is sent by GET or POST.', 'GET, POST');
  return operation;
}

/** Such a request has no body, and changes nothing. */
const isSafe = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

/** The end of a request by a method that is not for it. */
export function otherMethod(message: string, allow: string): TurnedAway {
  return new TurnedAway([refusal('BAD_REQUEST', message, { status: 405, headers: { allow } })]);
}

function operationOf(request: FastifyRequest): OperationRequest {
  const { query, operationName, variables, extensions } = isSafe(request) ? searchOf(request) : bodyOf(request);
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
