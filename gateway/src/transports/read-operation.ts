import type { IncomingHttpHeaders } from 'node:http';

import { type DocumentNode, getOperationAST, type GraphQLSchema, OperationTypeNode } from 'graphql';

import type { Documents } from '../door/documents.js';
import { malformed } from '../door/door.js';
import { refusal } from '../door/refusal.js';
import { noSuchOperation } from '../operations/operation-analyses.js';
import type { OperationTexts } from '../persisted/operation-texts.js';
import type { RequestContext } from '../request-context.js';
import type { Subscribe } from '../subscriptions/subscription-request.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import { isNestedTooDeeply, MAX_NESTING } from '../nesting.js';

export interface OperationsOptions {
  registry: SupergraphRegistry;
  texts: OperationTexts;
  documents: Documents;
  subscribe: Subscribe;
}

/** As a client sent it. */
export interface OperationRequest {
  query?: unknown;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
  extensions?: Record<string, unknown> | null | undefined;
  /** Of the HTTP request that carries it. */
  headers?: IncomingHttpHeaders;
}

export interface Caller {
  context: RequestContext;
  /** When the right to a stream ends, unless its transport ends first. */
  expiresAt: number | undefined;
}

/** An operation that is there and valid; whether this caller may run it, the door says. */
export interface ReadOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  text: string;
  type: OperationTypeNode;
  name: string | undefined;
  request: OperationRequest;
}

/** Reads the operation of a request, the same for every transport. Throws TurnedAway or an error of the catalogue. */
export function readOperation(
  { registry, texts, documents }: OperationsOptions,
  request: OperationRequest,
): ReadOperation {
  const supergraph = registry.current;
  if (!supergraph) throw refusal('SUPERGRAPH_UNAVAILABLE', 'The gateway has no supergraph yet.');
  refuseDeepNesting(request);
  const text = texts(request);
  if (text === undefined) throw malformed('The request names no operation: no `query`, and no id of one.');
  const document = documents(supergraph, text);
  const operation = getOperationAST(document, request.operationName);
  if (!operation) throw noSuchOperation(request.operationName);
  const { schema } = supergraph;
  return { schema, document, text, type: operation.operation, name: operation.name?.value, request };
}

function refuseDeepNesting({ variables, extensions }: OperationRequest): void {
  const allowed = `are nested more than ${String(MAX_NESTING)} levels deep.`;
  if (isNestedTooDeeply(variables)) throw refusal('BAD_USER_INPUT', `\`variables\` ${allowed}`);
  if (isNestedTooDeeply(extensions)) throw malformed(`\`extensions\` ${allowed}`);
}

export const isSubscription = ({ type }: ReadOperation): boolean => type === OperationTypeNode.SUBSCRIPTION;

export type Stream = Awaited<ReturnType<Subscribe>>;

/** Opens the stream of a subscription, which passes the door here. Throws TurnedAway or an error of the catalogue. */
export function openStream(
  { subscribe }: OperationsOptions,
  { text, name, request }: ReadOperation,
  { context, expiresAt }: Caller,
): Promise<Stream> {
  const cursor = request.extensions?.['cursor'];
  // A deadline is for one answer.
  const { deadline: _, ...lasting } = context;
  return subscribe({
    source: text,
    operationName: name,
    variables: request.variables ?? {},
    context: lasting,
    cursor: typeof cursor === 'string' ? cursor : undefined,
    expiresAt,
  });
}
