import { correlationOf, deadlineOf } from '@ordergraph/service';
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError } from 'graphql';
import { makeServer, type OperationResult, type Server, type SubscribePayload } from 'graphql-ws';

import type { Authenticator, Identity } from '../door/authenticator.js';
import { TurnedAway } from '../door/door.js';
import { type ErrorPresenter, presentErrors, presentResult } from '../door/present-error.js';
import type { RateLimits } from '../door/rate-limits.js';
import { refusal } from '../door/refusal.js';
import type { RequestContext } from '../request-context.js';
import { type ForwardRule, forwardedHeaders } from '../subgraphs/forwarded-headers.js';
import type { AnswerOperation } from './answer-operation.js';
import { authorizationOf, initValue } from './connection-init.js';
import { ConnectionCounts, type ConnectionLimits } from './connection-counts.js';
import {
  isSubscription,
  openStream,
  type OperationsOptions,
  type ReadOperation,
  readOperation,
  type Stream,
} from './read-operation.js';
import type { SocketSession } from './socket-session.js';

export interface SocketOperationsOptions extends OperationsOptions {
  answer: AnswerOperation;
  authenticate: Authenticator;
  rateLimits: RateLimits;
  socketLimits: ConnectionLimits;
  present: ErrorPresenter;
  forwardRules: readonly ForwardRule[];
  streamsPerSocket: number;
}

/** An operation that its socket may begin: a stream that is open, or what to answer. */
type AcceptedOperation = { context: RequestContext } & ({ stream: Stream } | { operation: ReadOperation });

/** Operations of one socket. Each passes the door as over HTTP, and is answered by the same. */
export function createSocketOperations(options: SocketOperationsOptions): Server<SocketSession> {
  const { authenticate, present, streamsPerSocket } = options;
  const counts = new ConnectionCounts(options.socketLimits);
  return makeServer<Record<string, unknown>, SocketSession>({
    onConnect: ({ connectionParams, extra: session }) =>
      session.open(authorizationOf(connectionParams) ?? session.request.headers.authorization, authenticate, counts),
    onClose: ({ extra: session }) => {
      session.close();
    },
    onSubscribe: async ({ extra: session, connectionParams, subscriptions }, id, payload) => {
      if (session.isLeaving) return [refusal('SHUTTING_DOWN', 'The gateway is shutting down.')];
      // Those that were completed have ended in a moment, unless there are as many of them again.
      if (Object.keys(subscriptions).length > streamsPerSocket || session.turns.size > 2 * streamsPerSocket) {
        return [refusal('TOO_MANY_STREAMS', `A socket carries ${String(streamsPerSocket)} operations at once.`)];
      }
      try {
        const { schema, document, accepted } = await accept(options, { session, connectionParams }, payload);
        if ('stream' in accepted) session.turns.markStream(id);
        return { schema, document, operationName: payload.operationName, contextValue: accepted };
      } catch (error) {
        if (error instanceof TurnedAway) return error.errors;
        return [
          error instanceof GraphQLError
            ? error
            : new GraphQLError('Subscribing failed.', { originalError: error as Error }),
        ];
      }
    },
    execute: (args) => answerOf(options, args.contextValue as AcceptedOperation) as OperationResult,
    subscribe: (args) => streamOf(args.contextValue as AcceptedOperation) as OperationResult,
    onNext: (...[, , , args, result]) => {
      const accepted = args.contextValue as AcceptedOperation;
      // The results of queries and mutations come formatted.
      if (!('stream' in accepted)) return result as FormattedExecutionResult;
      return presentResult(present, result as ExecutionResult, accepted.context);
    },
    onError: (...[, , , errors]) => presentErrors(present, errors),
  });
}

interface OpenedSocket {
  session: SocketSession;
  connectionParams: Readonly<Record<string, unknown>> | undefined;
}

async function accept(
  options: SocketOperationsOptions,
  opened: OpenedSocket,
  payload: SubscribePayload,
): Promise<Pick<ReadOperation, 'schema' | 'document'> & { accepted: AcceptedOperation }> {
  const { session } = opened;
  const identity = await identityOf(options, session, payload);
  const context = { ...contextOf(identity, session, payload), ...forwardedBy(options, opened) };
  const limited = await options.rateLimits.operation(context);
  if (limited) throw limited;
  // The socket itself ends with its own token.
  const expiresAt = identity === session.identity ? undefined : identity.expiresAt;
  const operation = readOperation(options, payload);
  const { schema, document } = operation;
  if (!isSubscription(operation)) return { schema, document, accepted: { context, operation } };
  const stream = await openStream(options, operation, { context, expiresAt });
  return { schema, document, accepted: { context, stream } };
}

/** From `connection_init`, as clients write the authorization there; else from the request that opened the socket. */
function forwardedBy({ forwardRules }: SocketOperationsOptions, { session, connectionParams }: OpenedSocket) {
  return forwardedHeaders(forwardRules, (name) => initValue(connectionParams, name) ?? session.request.headers[name]);
}

async function identityOf(
  { authenticate }: SocketOperationsOptions,
  { identity, address }: SocketSession,
  { extensions }: SubscribePayload,
): Promise<Identity> {
  const own = extensions?.['authorization'];
  return identity && (own === undefined || own === null) ? identity : authenticate(own, address);
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
    transport: 'websocket',
    ...correlationOf(extensions ?? {}),
    ...deadlineOf(extensions?.['timeoutMilliseconds']),
  };
}

async function answerOf(
  { answer }: SocketOperationsOptions,
  accepted: AcceptedOperation,
): Promise<FormattedExecutionResult> {
  if ('stream' in accepted) throw new Error('A subscription was taken for a query.');
  const { result } = await answer(accepted.operation, accepted.context);
  return result;
}

function streamOf(accepted: AcceptedOperation): Stream {
  if (!('stream' in accepted)) throw new Error('A query was taken for a subscription.');
  return accepted.stream;
}
