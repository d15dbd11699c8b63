import { randomUUID } from 'node:crypto';

/** What ties the log lines, messages and commits of one request together. */
export interface Correlation {
  readonly correlationId: string;
  /** W3C Trace Context, passed on unread. */
  readonly traceparent?: string;
  /** What belongs to it, likewise. */
  readonly tracestate?: string;
}

/** Takes over well-formed ids of a caller and makes a new correlation id where none came. */
export function correlationOf(ids: Readonly<Partial<Record<keyof Correlation, unknown>>>): Correlation {
  const { correlationId, traceparent, tracestate } = ids;
  return {
    correlationId: isText(correlationId, /^[\w.-]{1,64}$/) ? correlationId : randomUUID(),
    ...(isText(traceparent, /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/) && {
      traceparent,
      ...(isText(tracestate, /^[\x20-\x7e]{1,512}$/) && { tracestate }),
    }),
  };
}

const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);
