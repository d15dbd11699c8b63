import type { ApolloServer } from '@apollo/server';
import { correlationOf, withCorrelation } from '@ordergraph/service';
import { type ExecutionResult, type FormattedExecutionResult, getOperationAST, GraphQLError } from 'graphql';
import { makeServer, type OperationResult, type Server, type SubscribePayload } from 'graphql-ws';

import type { Authenticator, Identity } from '../door/authenticator.js';
import { TurnedAway } from '../door/door.js';
import type { Documents } from '../door/documents.js';
import { type ErrorPresenter, presentErrors } from '../door/present-error.js';
import type { RateLimits } from '../door/rate-limits.js';
import { refusal } from '../door/refusal.js';
import { noSuchOperation } from '../operations/analysed-operation.js';
import type { RequestContext } from '../request-context.js';
import type { Subscribe } from '../subscriptions/federated-subscriptions.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import { authorizationOf } from './authorization.js';
import { SocketCounts, type SocketLimits } from './socket-counts.js';
import type { SocketSession } from './socket-session.js';

export interface SocketOperationsOptions {
  server: () => ApolloServer<RequestContext> | undefined;
  registry: SupergraphRegistry;
  documents: Documents;
  subscribe: Subscribe;
  authenticate: Authenticator;
  rateLimits: RateLimits;
  socketLimits: SocketLimits;
  present: ErrorPresenter;
  streamsPerSocket: number;
}

type Stream = Awaited<ReturnType<Subscribe>>;
/** What an accepted operation brings to its execution: the stream, or for queries and mutations what to run. */
type Accepted = { context: RequestContext } & ({ stream: Stream } | { payload: SubscribePayload });

/** Operations of one socket. Each passes the door as over HTTP; queries and mutations run in the very same pipeline. */
export function createSocketOperations(options: SocketOperationsOptions): Server<SocketSession> {
  const { authenticate, present, streamsPerSocket } = options;
  const counts = new SocketCounts(options.socketLimits);
  return makeServer<Record<string, unknown>, SocketSession>({
    onConnect: ({ connectionParams, extra: session }) =>
      session.open(authorizationOf(connectionParams) ?? session.request.headers.authorization, authenticate, counts),
    onClose: ({ extra: session }) => {
      session.close();
    },
    onSubscribe: async ({ extra: session, subscriptions }, _id, payload) => {
      if (Object.keys(subscriptions).length > streamsPerSocket) {
        return [refusal('TOO_MANY_STREAMS', `A socket carries ${String(streamsPerSocket)} operations at once.`)];
      }
      try {
        return await accept(options, session, payload);
      } catch (error) {
        if (error instanceof TurnedAway) return error.errors;
        return [
          error instanceof GraphQLError
            ? error
            : new GraphQLError('Subscribing failed.', { originalError: error as Error }),
        ];
      }
    },
    execute: (args) => execute(options, args.contextValue as Accepted) as OperationResult,
    subscribe: (args) => streamOf(args.contextValue as Accepted) as OperationResult,
    onNext: (...[, , , args, result]) => {
      const accepted = args.contextValue as Accepted;
      // The results of queries and mutations come formatted.
      if (!('stream' in accepted)) return result as FormattedExecutionResult;
      return withCorrelation(accepted.context, () => presentResult(present, result));
    },
    onError: (...[, , , errors]) => presentErrors(present, errors),
  });
}

async function accept(
  options: SocketOperationsOptions,
  session: SocketSession,
  payload: SubscribePayload,
): Promise<AcceptedArguments> {
  const { registry, documents, rateLimits, subscribe } = options;
  const supergraph = registry.current;
  if (!supergraph) throw refusal('SUPERGRAPH_UNAVAILABLE', 'The gateway has no supergraph yet.');
  const identity = await identityOf(options, session, payload);
  const context = contextOf(identity, session, payload);
  const limited = await rateLimits.operation(context);
  if (limited) throw limited;
  const document = documents(supergraph, payload.query);
  const operation = getOperationAST(document, payload.operationName);
  if (!operation) throw noSuchOperation(payload.operationName);
  const base = { schema: supergraph.schema, document, operationName: payload.operationName };
  if (operation.operation !== 'subscription') return { ...base, contextValue: { context, payload } };
  const stream = await subscribe({
    source: payload.query,
    operationName: payload.operationName ?? undefined,
    variables: payload.variables ?? {},
    context,
    cursor: textOf(payload.extensions?.['cursor']),
    expiresAt: identity === session.identity ? undefined : identity.expiresAt,
  });
  return { ...base, contextValue: { context, stream } };
}

interface AcceptedArguments {
  schema: ReturnType<SupergraphRegistry['of']>['schema'];
  document: ReturnType<Documents>;
  operationName: string | null | undefined;
  contextValue: Accepted;
}

async function identityOf(
  { authenticate }: SocketOperationsOptions,
  { identity }: SocketSession,
  { extensions }: SubscribePayload,
): Promise<Identity> {
  const own = textOf(extensions?.['authorization']);
  return identity && own === undefined ? identity : authenticate(own);
}

function contextOf(
  { principal, principalKey }: Identity,
  { address }: SocketSession,
  { extensions }: SubscribePayload,
): RequestContext {
  return {
    principal,
    principalKey,
    address,
    ...correlationOf({ correlationId: extensions?.['correlationId'], traceparent: extensions?.['traceparent'] }),
  };
}

async function execute({ server }: SocketOperationsOptions, accepted: Accepted): Promise<ExecutionResult> {
  const apollo = server();
  if (!apollo || 'stream' in accepted)
    throw new Error('Only queries and mutations are executed, and only under a supergraph.');
  const { context, payload } = accepted;
  const { query, operationName } = payload;
  const operation = { query, variables: payload.variables ?? {}, ...(operationName == null ? {} : { operationName }) };
  const { body } = await withCorrelation(context, () => apollo.executeOperation(operation, { contextValue: context }));
  if (body.kind !== 'single') throw new Error('The gateway answers no operation in parts.');
  return body.singleResult as ExecutionResult;
}

function streamOf(accepted: Accepted): Stream {
  if (!('stream' in accepted)) throw new Error('A query was taken for a subscription.');
  return accepted.stream;
}

function presentResult(present: ErrorPresenter, result: unknown): FormattedExecutionResult {
  const { errors, ...rest } = result as ExecutionResult;
  return errors?.length ? { ...rest, errors: presentErrors(present, errors) } : rest;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
