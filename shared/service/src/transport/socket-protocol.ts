import {
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { type Context, makeServer, type Server } from 'graphql-ws';
import { toPublicError, toPublicGraphqlError } from '../errors/public-error.js';
import type { TokenVerifier, VerifiedToken } from '../identity/token-verifier.js';
import { withCorrelation } from '../logging/correlation.js';
import type { OperationObserver } from './observe-operations.js';
import { createOperations } from './operations.js';
import type { RequestContext } from './request-context.js';
import { identifyRequest } from './request-identity.js';
import { type ContextFactory, subscribeEvents } from './subscribe.js';

/** What the transport knows of a socket. */
export interface SocketExtra {
  /** Of the upgrade request. */
  readonly authorization: string | undefined;
  /** Closes the socket at a time to come. */
  readonly closeAt: (time: Date, code: number, reason: string) => void;
  /** Who opened the socket, if it said so; a `subscribe` may come with an identity of its own. */
  identity?: VerifiedToken;
}

type Connection = Context<Record<string, unknown>, SocketExtra>;

/** What is needed to answer over graphql-transport-ws. */
export interface SocketProtocolOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly verifier: TokenVerifier;
  readonly contextFor: ContextFactory;
  readonly observer: OperationObserver;
}

/**
 * graphql-transport-ws, knowing no socket. A connection may be opened by anybody, since identity can come with each
 * `subscribe`; an operation without identity ends with `error` UNAUTHENTICATED. An invalid token in `connection_init` closes
 * the socket with 4403, and so does the end of its token: clients connect again with a new one.
 */
export function createSocketProtocol(options: SocketProtocolOptions): Server<SocketExtra> {
  const { schema, verifier, contextFor, observer } = options;
  const prepare = createOperations(schema, options);
  return makeServer<Record<string, unknown>, SocketExtra>({
    onConnect: ({ connectionParams, extra }) => openConnection(extra, connectionParams?.['authorization'], verifier),
    onSubscribe: async ({ extra }: Connection, _id, { query, operationName, variables, extensions }) => {
      try {
        const contextValue = await identifyRequest({ ...extensions }, verifier, extra.identity);
        const prepared = prepare(query, operationName);
        if ('errors' in prepared) return prepared.errors;
        const { document } = prepared;
        return {
          schema,
          document,
          operationName: operationName ?? null,
          variableValues: variables ?? {},
          contextValue,
        };
      } catch (error) {
        return [toPublicGraphqlError(error)];
      }
    },
    execute: async (args) => {
      const request = requestOf(args);
      return withCorrelation(request, () => execute({ ...args, contextValue: contextFor(request) }));
    },
    subscribe: (args) => subscribeEvents({ args, request: requestOf(args), contextFor, observer }),
    onNext: (...[, , , args, result]) =>
      withCorrelation(requestOf(args), () => {
        observer.failed(result.errors ?? [], args.operationName);
        observer.sent(result.errors);
        return formatted(result as ExecutionResult);
      }),
  });
}

async function openConnection(extra: SocketExtra, fromInit: unknown, verifier: TokenVerifier): Promise<boolean> {
  const authorization = fromInit ?? extra.authorization;
  if (authorization === undefined) return true;
  try {
    extra.identity = await verifier.inspect(typeof authorization === 'string' ? authorization : undefined);
    extra.closeAt(extra.identity.expiresAt, 4403, 'The token has expired');
    return true;
  } catch {
    return false;
  }
}

const requestOf = ({ contextValue }: ExecutionArgs): RequestContext => contextValue as RequestContext;

function formatted(result: ExecutionResult): FormattedExecutionResult {
  const { errors, ...rest } = result;
  return errors ? { ...rest, errors: errors.map((error) => toPublicError(error).formatted) } : rest;
}
