import { correlationOf, withCorrelation } from '@ordergraph/service';
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError } from 'graphql';
import { makeServer, type OperationResult, type Server, type SubscribePayload } from 'graphql-ws';

import type { Authenticator, Identity } from '../door/authenticator.js';
import { TurnedAway } from '../door/door.js';
import { type ErrorPresenter, presentErrors, presentResult } from '../door/present-error.js';
import type { RateLimits } from '../door/rate-limits.js';
import { refusal } from '../door/refusal.js';
import type { RequestContext } from '../request-context.js';
import { authorizationOf } from './authorization.js';
import { ConnectionCounts, type ConnectionLimits } from './connection-counts.js';
import {
  type AcceptedOperation,
  executeAccepted,
  type OpenedOperation,
  openOperation,
  type OperationsOptions,
  type Stream,
} from './open-operation.js';
import type { SocketSession } from './socket-session.js';

export interface SocketOperationsOptions extends OperationsOptions {
  authenticate: Authenticator;
  rateLimits: RateLimits;
  socketLimits: ConnectionLimits;
  present: ErrorPresenter;
  streamsPerSocket: number;
}

/** Operations of one socket. Each passes the door as over HTTP; queries and mutations run in the very same pipeline. */
export function createSocketOperations(options: SocketOperationsOptions): Server<SocketSession> {
  const { authenticate, present, streamsPerSocket } = options;
  const counts = new ConnectionCounts(options.socketLimits);
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
        const { accepted, ...opened } = await accept(options, session, payload);
        return { ...opened, operationName: payload.operationName, contextValue: accepted };
      } catch (error) {
        if (error instanceof TurnedAway) return error.errors;
        return [
          error instanceof GraphQLError
            ? error
            : new GraphQLError('Subscribing failed.', { originalError: error as Error }),
        ];
      }
    },
    execute: (args) => executeAccepted(options, args.contextValue as AcceptedOperation) as OperationResult,
    subscribe: (args) => streamOf(args.contextValue as AcceptedOperation) as OperationResult,
    onNext: (...[, , , args, result]) => {
      const accepted = args.contextValue as AcceptedOperation;
      // The results of queries and mutations come formatted.
      if (!('stream' in accepted)) return result as FormattedExecutionResult;
      return withCorrelation(accepted.context, () => presentResult(present, result as ExecutionResult));
    },
    onError: (...[, , , errors]) => presentErrors(present, errors),
  });
}

async function accept(
  options: SocketOperationsOptions,
  session: SocketSession,
  payload: SubscribePayload,
): Promise<OpenedOperation> {
  const identity = await identityOf(options, session, payload);
  const context = contextOf(identity, session, payload);
  const limited = await options.rateLimits.operation(context);
  if (limited) throw limited;
  // The socket itself ends with its own token.
  const expiresAt = identity === session.identity ? undefined : identity.expiresAt;
  return openOperation(options, payload, { context, expiresAt });
}

async function identityOf(
  { authenticate }: SocketOperationsOptions,
  { identity }: SocketSession,
  { extensions }: SubscribePayload,
): Promise<Identity> {
  const own = extensions?.['authorization'];
  return identity && (own === undefined || own === null) ? identity : authenticate(own);
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

function streamOf(accepted: AcceptedOperation): Stream {
  if (!('stream' in accepted)) throw new Error('A query was taken for a subscription.');
  return accepted.stream;
}
