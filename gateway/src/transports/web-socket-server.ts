import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { pathOf } from '@ordergraph/service';
import type { Server as ProtocolServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { type ServerOptions, WebSocketServer } from 'ws';

import { addressKey } from '../door/address-key.js';
import { catalogueEntry, type ErrorCode, gatewayErrors } from '../door/error-catalogue.js';
import type { OriginPolicy } from '../door/origins.js';
import type { RateLimits } from '../door/rate-limits.js';
import { canBeRewritten, ignoringUpgrades } from './ignored-upgrades.js';
import { SocketSession } from './socket-session.js';
import { serveConnection } from './web-socket-connection.js';

const PROTOCOL = 'graphql-transport-ws';
const CLOSE_MILLISECONDS = 1_000;

export interface WebSocketServerOptions {
  path: string;
  operations: ProtocolServer<SocketSession>;
  origins: OriginPolicy;
  rateLimits: Pick<RateLimits, 'newSocket'>;
  maxMessageBytes: number;
  pingSeconds: number;
  /** Takes the client's address from `x-forwarded-for`. */
  trustProxy: boolean;
  logger: Logger;
}

export interface GraphqlWebSockets {
  /** Sockets open now. */
  size: () => number;
  /**
   * Refuses new sockets, closes the open ones with 1001 as soon as their queries and mutations are answered or the budget is spent,
   * and resolves when they are closed.
   */
  drain: (budgetMilliseconds: number) => Promise<void>;
}

/** graphql-transport-ws on the path of the HTTP endpoint. */
export function serveGraphqlOverWebSocket(http: HttpServer, options: WebSocketServerOptions): GraphqlWebSockets {
  const server = createServer(options.maxMessageBytes);
  const sessions = new Set<SocketSession>();
  let isDraining = false;
  const tooFast = async (address: string): Promise<ErrorCode | undefined> =>
    (await options.rateLimits.newSocket(address)) ? 'RATE_LIMITED' : undefined;
  const ignoreUpgrade = ignoringUpgrades(http);
  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    if (!wantsWebSocket(request)) {
      if (canBeRewritten(request)) ignoreUpgrade(request, stream, head);
      else refuseUpgrade(stream, 'BAD_REQUEST');
      return;
    }
    const address = addressOf(request, options.trustProxy);
    const refused = refusedUpgrade(request, options) ?? (await tooFast(address));
    const code = isDraining ? 'SHUTTING_DOWN' : refused;
    if (code) refuseUpgrade(stream, code);
    else
      server.handleUpgrade(request, stream, head, (socket) => {
        const session = new SocketSession(socket, request, address);
        sessions.add(session);
        socket.once('close', () => sessions.delete(session));
        open(session, options);
      });
  };
  http.on('upgrade', (request, stream: Duplex, head) => {
    // It may go before it is answered, when nobody else listens yet.
    const gone = (): void => void stream.destroy();
    stream.on('error', gone);
    upgrade(request, stream, head)
      .catch((error: unknown) => {
        options.logger.error({ err: error }, 'a WebSocket was not opened');
        stream.destroy();
      })
      .finally(() => stream.off('error', gone));
  });
  return {
    size: () => server.clients.size,
    drain: async (budgetMilliseconds) => {
      isDraining = true;
      const spent = delay(budgetMilliseconds, undefined, { ref: false });
      await Promise.all([...sessions].map((session) => goAway(session, spent)));
      server.close();
    },
  };
}

function createServer(maxPayload: number): WebSocketServer {
  // `closeTimeout` is newer than the published types of ws.
  const serverOptions: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    closeTimeout: CLOSE_MILLISECONDS,
    autoPong: false,
    // A client of another protocol is let in only to be told, by close code 4406: a failed handshake would show it nothing.
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : ([...offered][0] ?? false)),
  };
  return new WebSocketServer(serverOptions);
}

function open(session: SocketSession, { operations, pingSeconds, logger }: WebSocketServerOptions): void {
  const { socket, turns } = session;
  serveConnection({
    protocol: operations,
    socket,
    extra: session,
    turns,
    keepAliveMilliseconds: pingSeconds * 1_000,
    logger,
  });
}

const wantsWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket';

/** As limits count it. The proxy next to the gateway appends the address it saw; what stands before that anybody could have written. */
function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy
    ? [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim()
    : undefined;
  return addressKey(forwarded || socket.remoteAddress);
}

function refusedUpgrade(request: IncomingMessage, { path, origins }: WebSocketServerOptions): ErrorCode | undefined {
  if (pathOf(request) !== path) return 'BAD_REQUEST';
  return origins(request.headers.origin, request.headers.host) ? undefined : 'ORIGIN_REFUSED';
}

function refuseUpgrade(stream: Duplex, code: ErrorCode): void {
  const { httpStatus = 400, meaning = code } = catalogueEntry(code) ?? {};
  const body = JSON.stringify({ errors: [{ message: meaning, extensions: { code } }] });
  stream.on('error', () => stream.destroy());
  stream.end(
    `HTTP/1.1 ${String(httpStatus)} Refused\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      (code === 'RATE_LIMITED' ? 'retry-after: 1\r\n' : '') +
      `content-length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );
}

/** Streams are resumed elsewhere; who waits for an answer gets it. */
async function goAway(session: SocketSession, spent: Promise<void>): Promise<void> {
  const { socket, turns } = session;
  session.isLeaving = true;
  await Promise.race([turns.answered(), spent]);
  await new Promise<void>((resolve) => {
    if (socket.readyState === socket.CLOSED) {
      resolve();
      return;
    }
    socket.once('close', () => {
      resolve();
    });
    socket.close(gatewayErrors.SHUTTING_DOWN.closeCode, 'Going away');
  });
}
