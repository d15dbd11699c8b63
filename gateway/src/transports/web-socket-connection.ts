import { CloseCode, MessageType, type Server, type WebSocket as ProtocolSocket } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';

const SERVERS_ONLY: ReadonlySet<unknown> = new Set([MessageType.ConnectionAck, MessageType.Next, MessageType.Error]);

export interface ConnectionOptions<Extra> {
  protocol: Server<Extra>;
  socket: WebSocket;
  extra: Extra;
  /** A peer that does not answer a ping until the next one is gone. */
  keepAliveMilliseconds: number;
  logger: Logger;
}

/** Puts one WebSocket under the graphql-transport-ws protocol, which itself knows no sockets. */
export function serveConnection<Extra>({
  protocol,
  socket,
  extra,
  keepAliveMilliseconds,
  logger,
}: ConnectionOptions<Extra>): void {
  const stopPinging = keepAlive(socket, keepAliveMilliseconds);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data),
      close: (code, reason) => {
        socket.close(code, reason);
      },
      onMessage: (handle) => {
        let hasFailed = false;
        socket.on('message', (data) => {
          // `binaryType` is left at its default, so that every message is one buffer.
          const text = (data as Buffer).toString('utf8');
          handle(text).catch((error: unknown) => {
            if (isForServersOnly(text)) {
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
    closed(code, String(reason)).catch((error: unknown) => {
      logger.error({ err: error }, 'closing a WebSocket failed');
    });
  });
}

/** graphql-ws throws at what only servers may send; it has parsed the message by then. */
function isForServersOnly(text: string): boolean {
  return SERVERS_ONLY.has((JSON.parse(text) as { type: unknown }).type);
}

/** Resolves when the bytes left the process, which is how a slow reader holds its streams back. */
function send(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) {
      resolve();
      return;
    }
    socket.send(data, (error) => {
      // Closed meanwhile: the close event ends the streams.
      if (error && socket.readyState === socket.OPEN) reject(error);
      else resolve();
    });
  });
}

function keepAlive(socket: WebSocket, milliseconds: number): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, milliseconds);
  return () => {
    clearInterval(timer);
  };
}
