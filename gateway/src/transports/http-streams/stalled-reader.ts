import type { ServerResponse } from 'node:http';

const CHECK_MILLISECONDS = 10_000;
/** Checks in a row at which nothing had moved. */
const PATIENCE = 3;

/**
 * Cuts off a client that takes no byte for half a minute although there are some: without it, whoever stops reading would hold its buffers and its
 * place for as long as it keeps the connection.
 */
export function dropStalledReader(response: ServerResponse, checkMilliseconds = CHECK_MILLISECONDS): void {
  let taken: number | undefined;
  let stalled = 0;
  const timer = setInterval(() => {
    const { socket, destroyed, req } = response;
    if (destroyed || req.socket.destroyed) {
      clearInterval(timer);
      return;
    }
    // It waits behind another answer on its connection, whose reader this is about.
    if (!socket) return;
    const before = taken;
    taken = socket.bytesWritten - socket.writableLength;
    stalled = response.writableLength > 0 && taken === before ? stalled + 1 : 0;
    if (stalled >= PATIENCE) response.destroy();
  }, checkMilliseconds).unref();
}
