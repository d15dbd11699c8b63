import { randomUUID } from 'node:crypto';

import { CloseCode, MessageType, type Server, type WebSocket as ProtocolSocket } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';

import { InboundFlow } from './inbound-flow.js';
import { IdTaken, type OperationTurns } from './operation-turns.js';
import { readSocketMessage } from './socket-message.js';

/** At these the protocol's library throws. */
const SERVERS_ONLY: ReadonlySet<unknown> = new Set([MessageType.ConnectionAck, MessageType.Next, MessageType.Error]);

export interface ConnectionOptions<Extra> {
  protocol: Server<Extra>;
  socket: WebSocket;
  extra: Extra;
  turns: OperationTurns;
  /** A peer that does not answer a ping until the next one is gone. */
  keepAliveMilliseconds: number;
  logger: Logger;
}

/** Puts one WebSocket under the graphql-transport-ws protocol, which itself knows no sockets. */
export function serveConnection<Extra>({
  protocol,
  socket,
  extra,
  turns,
  keepAliveMilliseconds,
  logger,
}: ConnectionOptions<Extra>): void {
  const stopPinging = keepAlive(socket, keepAliveMilliseconds);
  const flow = new InboundFlow(socket);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data, flow),
      close: (code, reason) => {
        socket.close(code, reason);
      },
      onMessage: (handle) => {
        let hasFailed = false;
        socket.on('message', (data) => {
          // `binaryType` is left at its default, so that every message is one buffer.
          const message = readSocketMessage((data as Buffer).toString('utf8'));
          const handled = turns.take(message, () => handle(message.text));
          handled.catch((error: unknown) => {
            if (error instanceof IdTaken) {
              socket.close(CloseCode.SubscriberAlreadyExists, error.message);
              return;
            }
            if (SERVERS_ONLY.has(message.type)) {
              socket.close(CloseCode.BadRequest, 'Invalid message received');
              return;
            }
            // One line a socket: messages that came before it is closed may fail alike.
            if (!hasFailed) logger.error({ err: error }, 'handling a WebSocket message failed');
            hasFailed = true;
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          });
        });
      },
    } satisfies ProtocolSocket,
    extra,
  );
  // ws has closed the socket with the fitting code already, e.g. 1009 for a message that is too large.
  socket.on('error', (error) => {
    logger.info({ err: error }, 'WebSocket failed');
  });
  socket.once('close', (code, reason) => {
    stopPinging();
    turns.over();
    closed(code, String(reason)).catch((error: unknown) => {
      logger.error({ err: error }, 'closing a WebSocket failed');
    });
  });
}

/** Resolves when the bytes left the process, which is how a slow reader holds its streams back. */
function send(socket: WebSocket, data: string, flow: InboundFlow): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) {
      resolve();
      return;
    }
    socket.send(data, (error) => {
      flow.sent();
      // Closed meanwhile: the close event ends the streams.
      if (error && socket.readyState === socket.OPEN) reject(error);
      else resolve();
    });
  });
}

function keepAlive(socket: WebSocket, milliseconds: number): () => void {
  let isAlive = true;
  let asked = '';
  // A pong that answers nothing says nothing.
  socket.on('pong', (data) => {
    isAlive ||= data.toString() === asked;
  });
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    asked = randomUUID();
    if (socket.readyState === socket.OPEN) socket.ping(asked);
  }, milliseconds);
  return () => {
    clearInterval(timer);
  };
}
