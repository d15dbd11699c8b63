import { type Disposition, OrdergraphError } from '../../errors.js';

/** Errors of the MongoDB driver and of mongoose that say: the database was not there. */
const unreachable = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoClientClosedError',
  'MongoOperationTimeoutError',
  'MongoWaitQueueTimeoutError',
]);

/** The server's codes for: not primary (any more), shutting down, no majority. */
const unavailableCodes = new Set([
  6, 7, 64, 89, 91, 100, 134, 189, 9_001, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436,
]);

/**
 * What an error means for the message that was being handled. Errors without a disposition are retried: nobody knows better.
 * Infrastructure that is unreachable is recognised through wrapping errors.
 */
export function dispositionOf(error: unknown): Exclude<Disposition, 'reject'> {
  for (const each of causesOf(error)) {
    if (each instanceof OrdergraphError && each.disposition === 'infrastructure') return 'infrastructure';
    if (isDatabaseUnreachable(each)) return 'infrastructure';
  }
  const own = error instanceof OrdergraphError ? error.disposition : 'retry';
  return own === 'reject' ? 'retry' : own;
}

/** The error and what caused it, outermost first. */
export function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let each = error; each instanceof Error && causes.length < 8; each = causeOf(each)) causes.push(each);
  return causes;
}

/** A bulk write that lost its connection says so in a property of its own. */
const causeOf = (error: Error): unknown => error.cause ?? (error as { readonly errorResponse?: unknown }).errorResponse;

function isDatabaseUnreachable(error: Error): boolean {
  if (unreachable.has(error.name)) return true;
  // mongoose queues operations while it is not connected, and gives up with a plain MongooseError
  if (error.name === 'MongooseError') return error.message.includes('buffering timed out');
  const { code } = error as { code?: unknown };
  return error.name.startsWith('Mongo') && typeof code === 'number' && unavailableCodes.has(code);
}
