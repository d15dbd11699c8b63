import type { FastifyHttpOptions } from 'fastify';
import type { Server } from 'node:http';

type Timeouts = Required<Pick<FastifyHttpOptions<Server>, 'requestTimeout' | 'http'>>;

/**
 * Fastify's options for how long a request may take to arrive in full, body included; by default 30 s. Whoever sends a byte
 * now and then is cut off. Node looks at headers and body in the same rounds, and takes the longer one of its two timeouts
 * for the body: so both are set.
 */
export const requestTimeouts = (milliseconds = 30_000): Timeouts => ({
  requestTimeout: milliseconds,
  http: { headersTimeout: milliseconds, connectionsCheckingInterval: milliseconds / 6 },
});
