import type { ExecutionResult } from 'graphql';
import { type Context, makeServer, type Server } from 'graphql-ws';
import { ServiceUnavailable } from '../errors/errors.js';
import type { TokenVerifier, VerifiedToken } from '../identity/token-verifier.js';
import type { GraphOperations } from './graph-operations.js';

/** What the transport knows of a socket. */
export interface SocketExtra {
  /** Of the upgrade request. */
  readonly authorization: string | undefined;
  readonly close: (code: number, reason: string) => void;
  /** Closes the socket at a time to come. */
  readonly closeAt: (time: Date, code: number, reason: string) => void;
  /** Who opened the socket, if it said so; a `subscribe` may come with an identity of its own. */
  identity?: VerifiedToken;
}

type Connection = Context<Record<string, unknown>, SocketExtra>;

/**
 * graphql-transport-ws, knowing no socket. A connection may be opened by anybody, since identity can come with each
 * `subscribe`; an operation without identity ends with `error` UNAUTHENTICATED. An invalid token in `connection_init` closes
 * the socket with 4403, and so does the end of its token: clients connect again with a new one. One that cannot be checked
 * at the moment closes it with 1013: they connect again with the same.
 */
export function createSocketProtocol(operations: GraphOperations, verifier: TokenVerifier): Server<SocketExtra> {
  return makeServer<Record<string, unknown>, SocketExtra>({
    onConnect: ({ connectionParams, extra }) => openConnection(extra, connectionParams?.['authorization'], verifier),
    onSubscribe: ({ extra }: Connection, _id, payload) => operations.accept(payload, extra.identity),
    execute: (args) => operations.execute(args),
    subscribe: (args) => operations.subscribe(args),
    onNext: (...[, , , args, result]) => operations.present(args, result as ExecutionResult),
  });
}

async function openConnection(extra: SocketExtra, fromInit: unknown, verifier: TokenVerifier): Promise<boolean> {
  const authorization = fromInit ?? extra.authorization;
  if (authorization === undefined) return true;
  try {
    extra.identity = await verifier.inspect(typeof authorization === 'string' ? authorization : undefined);
    extra.closeAt(extra.identity.expiresAt, 4403, 'The token has expired');
    return true;
  } catch (error) {
    if (error instanceof ServiceUnavailable) extra.close(1013, 'Try again later');
    return false;
  }
}
