import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

/** What is used of a class that the driver keeps to itself. */
interface DriverConnection {
  readonly socket: Socket;
  cleanup: (error: Error) => void;
}

/**
 * What is larger than 16 KiB waits until its socket has taken it. When the connection ends meanwhile (a server that hangs, a change
 * of primary), the MongoDB driver (7.7 to 7.9 at least) never wakes it: the operation, and whoever waits for it, would hang for
 * ever. Woken here, it sees that its connection has ended and fails like any other.
 */
export function wakeWritesOfEndedConnections(): void {
  const mongoose = createRequire(import.meta.url).resolve('mongoose');
  const driver = createRequire(mongoose)('mongodb/lib/cmap/connection.js') as {
    readonly Connection: { readonly prototype: DriverConnection };
  };
  const { prototype } = driver.Connection;
  const { cleanup } = prototype;
  prototype.cleanup = function cleanupAndWake(this: DriverConnection, error: Error): void {
    cleanup.call(this, error);
    this.socket.emit('drain');
  };
}
