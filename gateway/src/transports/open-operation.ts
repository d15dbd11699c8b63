import type { ApolloServer } from '@apollo/server';
import { withCorrelation } from '@ordergraph/service';
import {
  type DocumentNode,
  type ExecutionResult,
  getOperationAST,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';

import type { Documents } from '../door/documents.js';
import { refusal } from '../door/refusal.js';
import { noSuchOperation } from '../operations/analysed-operation.js';
import type { RequestContext } from '../request-context.js';
import type { Subscribe } from '../subscriptions/federated-subscriptions.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';

export interface OperationsOptions {
  server: () => ApolloServer<RequestContext> | undefined;
  registry: SupergraphRegistry;
  documents: Documents;
  subscribe: Subscribe;
}

/** As a client sent it. */
export interface OperationRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
  extensions?: Record<string, unknown> | null | undefined;
}

export interface Caller {
  context: RequestContext;
  /** When the right to a stream ends, unless its transport ends first. */
  expiresAt: number | undefined;
}

export type Stream = Awaited<ReturnType<Subscribe>>;

/** What an accepted operation brings to its execution: the stream, or for queries and mutations what to run. */
export type AcceptedOperation =
  | AcceptedStream
  | {
      context: RequestContext;
      request: OperationRequest;
      type: OperationTypeNode.QUERY | OperationTypeNode.MUTATION;
    };

export interface AcceptedStream {
  context: RequestContext;
  stream: Stream;
}

export interface OpenedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  accepted: AcceptedOperation;
}

/**
 * Accepts an operation for transports that carry streams: a subscription has passed the door then, a query or mutation passes it when it is
 * executed. Throws TurnedAway or an error of the catalogue.
 */
export async function openOperation(
  { registry, documents, subscribe }: OperationsOptions,
  request: OperationRequest,
  { context, expiresAt }: Caller,
): Promise<OpenedOperation> {
  const supergraph = registry.current;
  if (!supergraph) throw refusal('SUPERGRAPH_UNAVAILABLE', 'The gateway has no supergraph yet.');
  const document = documents(supergraph, request.query);
  const operation = getOperationAST(document, request.operationName);
  if (!operation) throw noSuchOperation(request.operationName);
  const { schema } = supergraph;
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    return { schema, document, accepted: { context, request, type: operation.operation } };
  }
  const cursor = request.extensions?.['cursor'];
  const stream = await subscribe({
    source: request.query,
    operationName: request.operationName ?? undefined,
    variables: request.variables ?? {},
    context,
    cursor: typeof cursor === 'string' ? cursor : undefined,
    expiresAt,
  });
  return { schema, document, accepted: { context, stream } };
}

/** Runs an accepted query or mutation in the pipeline that also answers those over HTTP; its errors come presented. */
export async function executeAccepted(
  { server }: Pick<OperationsOptions, 'server'>,
  accepted: AcceptedOperation,
): Promise<ExecutionResult> {
  const apollo = server();
  if (!apollo || 'stream' in accepted)
    throw new Error('Only queries and mutations are executed, and only under a supergraph.');
  const { context, request } = accepted;
  const { query, operationName } = request;
  const operation = { query, variables: request.variables ?? {}, ...(operationName == null ? {} : { operationName }) };
  const { body } = await withCorrelation(context, () => apollo.executeOperation(operation, { contextValue: context }));
  if (body.kind !== 'single') throw new Error('The gateway answers no operation in parts.');
  return body.singleResult as ExecutionResult;
}
