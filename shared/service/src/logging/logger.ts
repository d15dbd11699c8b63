import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { loggedError } from './logged-error.js';
import { redaction } from './redaction.js';

export type { Logger } from 'pino';

/** Options of `createLogger`; without destination, JSON lines go to standard output. */
export interface LoggerOptions {
  /** The service, in every line. */
  readonly name: string;
  readonly level?: string;
  readonly destination?: DestinationStream;
}

/** Structured logs: RFC 3339 times, secrets redacted, errors without what they were thrown over. */
export function createLogger({ name, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    redact: redaction,
    serializers: { err: loggedError },
    timestamp: stdTimeFunctions.isoTime,
    base: { service: name, pid: process.pid },
  };
  return destination ? pino(options, destination) : pino(options);
}
