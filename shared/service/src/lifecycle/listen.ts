import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { PortInUse } from '../errors/errors.js';

/** Listens and returns the port. @throws {PortInUse} */
export async function listen(
  app: FastifyInstance,
  address: { readonly host: string; readonly port: number },
): Promise<number> {
  try {
    await app.listen({ ...address });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortInUse(address.host, address.port);
    throw error;
  }
  return (app.server.address() as AddressInfo).port;
}

/** Stops listening, lets requests in progress finish within the budget, then cuts off what is left. */
export async function closeApp(app: FastifyInstance, budgetMilliseconds: number): Promise<void> {
  const cutOff = setTimeout(() => app.server.closeAllConnections(), budgetMilliseconds);
  // Node closes idle connections once; one whose last answer goes out later would stay open for its keep-alive time.
  const sweep = setInterval(() => app.server.closeIdleConnections(), idleSweepMilliseconds);
  try {
    await app.close();
  } finally {
    clearTimeout(cutOff);
    clearInterval(sweep);
  }
}

const idleSweepMilliseconds = 50;
