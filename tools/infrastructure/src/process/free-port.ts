import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below those that systems give to outgoing connections: a server that was killed must find its port free again, and a client
 * that dials a port of that range while nobody listens may end up connected to itself.
 */
const [lowest, highest] = [30_100, 32_767];

/** A port of 127.0.0.1 that nobody listens on at this moment; `preferred` when that one is free. */
export async function freePort(preferred?: number): Promise<number> {
  for (let port = preferred; ; port = randomInt(lowest, highest)) {
    if (port !== undefined && (await isFree(port))) return port;
  }
}

export async function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
