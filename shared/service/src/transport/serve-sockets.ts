import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { limits } from './limits.js';
import { pathOf } from './request-path.js';
import { graphqlPath } from './serve-http.js';
import type { SocketExtra } from './socket-protocol.js';

const heartbeatMilliseconds = 12_000;
/** A peer that does not answer a close frame is cut off after so long. */
const closeTimeoutMilliseconds = 1_000;
const goingAway = 1001;
/** Node's timers end at 2^31 - 1 ms. */
const longestTimer = 2_147_483_647;

const serverOptions = {
  noServer: true,
  maxPayload: limits.socketMessageBytes,
  closeTimeout: closeTimeoutMilliseconds,
  // Any other subprotocol is taken only to be closed with 4406: a browser tells its page nothing of a failed handshake.
  handleProtocols: (offered: Set<string>) => handleProtocols(offered) || ([...offered][0] ?? false),
};

/** The sockets of a server. */
export interface RunningSockets {
  /** Closes all with 1001, so that clients connect elsewhere; resolves when all are closed, after 1 s at most. */
  close(): Promise<void>;
}

/** Serves graphql-transport-ws on the HTTP server's own port and path; other paths and protocols are refused. */
export function serveSockets(options: {
  readonly http: HttpServer;
  readonly protocol: Server<SocketExtra>;
  readonly logger: Logger;
}): RunningSockets {
  const { http, protocol, logger } = options;
  const sockets = new WebSocketServer(serverOptions);
  let closing = false;
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (closing) return refuse(socket, '503 Service Unavailable');
    if (pathOf(request) !== graphqlPath) return refuse(socket, '404 Not Found');
    sockets.handleUpgrade(request, socket, head, (accepted) => connect(accepted, request, protocol, logger));
  });
  return {
    async close() {
      closing = true;
      const closed = [...sockets.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets.clients) socket.close(goingAway, 'Going away');
      await Promise.all(closed);
    },
  };
}

function connect(socket: WebSocket, request: IncomingMessage, protocol: Server<SocketExtra>, logger: Logger): void {
  const timers = new Set([heartbeat(socket)]);
  const opened = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) => {
        socket.on('message', (data) => {
          receive(textOf(data)).catch((error: unknown) => {
            logger.error({ err: error }, 'a WebSocket message was not handled');
            socket.close(1011, 'Internal server error');
          });
        });
      },
    },
    {
      authorization: request.headers.authorization,
      close: (code, reason) => socket.close(code, reason),
      closeAt: (time, code, reason) => {
        const delay = Math.min(time.getTime() - Date.now(), longestTimer);
        timers.add(setTimeout(() => socket.close(code, reason), delay).unref());
      },
    },
  );
  // A broken frame or a message that is too large: ws closes the socket with the fitting code by itself.
  socket.on('error', (error) => logger.debug({ err: error }, 'a WebSocket broke'));
  socket.once('close', (code, reason) => {
    for (const timer of timers) clearTimeout(timer);
    opened(code, String(reason)).catch((error: unknown) =>
      logger.error({ err: error }, 'a WebSocket did not close cleanly'),
    );
  });
}

/** graphql-transport-ws is text; ws hands it over in one buffer or several. */
const textOf = (data: RawData): string =>
  Buffer.isBuffer(data)
    ? data.toString()
    : Buffer.concat([data].flat().map((part) => Buffer.from(part as Buffer))).toString();

/** Finds peers that went without a word. */
function heartbeat(socket: WebSocket): NodeJS.Timeout {
  let alive = true;
  socket.on('pong', () => (alive = true));
  return setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, heartbeatMilliseconds).unref();
}

/** Resolves once the data is handed to the system: a slow peer slows its own subscriptions down, and nothing piles up. */
const send = (socket: WebSocket, data: string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState === socket.OPEN) socket.send(data, () => resolve());
    else resolve();
  });

/** The peer may be gone before it is told: nobody else listens for that on a socket that was to be upgraded. */
const refuse = (socket: Duplex, status: string): void => {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};
