import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';

/**
 * Calls back once, when an answer is over or its client has left. One that waits behind another answer on its connection has no socket yet, and
 * Node does not tell it that it will never get one.
 */
export function onceOver({ socket }: IncomingMessage, response: ServerResponse, over: () => void): void {
  const end = (): void => {
    socket.off('close', end);
    stopWatching();
    over();
  };
  const stopWatching = finished(response, end);
  if (socket.destroyed) {
    end();
    return;
  }
  // One for each answer that waits: limits of streams bound them.
  socket.setMaxListeners(0).once('close', end);
}
