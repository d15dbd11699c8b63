import type { GraphQLFormattedError } from 'graphql';

/** Why a stream ended for good: what the gateway said, or how it closed the socket. */
export class StreamRefused extends Error {
  override readonly name = 'StreamRefused';
  /** Of the error catalogue; `SOCKET_CLOSED` or `HTTP_ERROR` when the gateway gave none. */
  readonly code: string;
  readonly errors: readonly GraphQLFormattedError[];

  constructor(message: string, { code, errors = [], cause }: StreamRefusedOptions) {
    super(message, { cause });
    this.code = code;
    this.errors = errors;
  }
}

interface StreamRefusedOptions {
  readonly code: string;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly cause: unknown;
}

/** What the end of one attempt means for the stream. */
export type StreamEnd =
  | { readonly kind: 'refused' | 'unauthenticated'; readonly error: StreamRefused }
  | { readonly kind: 'lost'; readonly cursor?: string; readonly retryAfterMilliseconds?: number };

/** 4401 is graphql-ws' own for a socket that was never let in, 4403 the gateway's for a token that is not, or no longer, good. */
const UNAUTHENTICATED_CLOSE_CODES: readonly number[] = [4401, 4403];
/** The same bytes would be refused again. What is not here is a matter of time: restarts, overload, lost networks, frozen tabs. */
const FATAL_CLOSE_CODES: readonly number[] = [1002, 1003, 1007, 1009, 1010, 4004, 4005, 4400, 4406, 4409, 4429];
const TRANSIENT_STATUS: readonly number[] = [408, 425, 429];

/** Reads the end of an attempt over any transport: a close event, an `error` message, protocol errors of a multipart answer, an HTTP answer. */
export function readStreamEnd(reason: unknown): StreamEnd {
  const errors = errorsOf(reason);
  if (errors) return readErrors(errors, reason);
  const { code, statusCode } = (typeof reason === 'object' && reason !== null ? reason : {}) as Record<string, unknown>;
  if (typeof code === 'number') return readCloseCode(code, reason);
  if (typeof statusCode === 'number') return readStatus(statusCode, reason);
  return { kind: 'lost' };
}

function readErrors(errors: readonly GraphQLFormattedError[], cause: unknown): StreamEnd {
  const [first] = errors;
  const code = textOf(first?.extensions?.['code']) ?? 'INTERNAL_SERVER_ERROR';
  const error = new StreamRefused(first?.message ?? code, { code, errors, cause });
  if (code === 'UNAUTHENTICATED') return { kind: 'unauthenticated', error };
  if (!errors.every(({ extensions }) => extensions?.['retryable'] === true)) return { kind: 'refused', error };
  const cursor = textOf(first?.extensions?.['cursor']);
  const seconds = first?.extensions?.['retryAfterSeconds'];
  return {
    kind: 'lost',
    ...(cursor !== undefined && { cursor }),
    ...(typeof seconds === 'number' && { retryAfterMilliseconds: seconds * 1_000 }),
  };
}

function readCloseCode(code: number, cause: unknown): StreamEnd {
  const reason = textOf((cause as { reason?: unknown }).reason);
  const error = new StreamRefused(`The socket was closed with ${code}${reason ? `: ${reason}` : ''}`, {
    code: UNAUTHENTICATED_CLOSE_CODES.includes(code) ? 'UNAUTHENTICATED' : 'SOCKET_CLOSED',
    cause,
  });
  if (UNAUTHENTICATED_CLOSE_CODES.includes(code)) return { kind: 'unauthenticated', error };
  return FATAL_CLOSE_CODES.includes(code) ? { kind: 'refused', error } : { kind: 'lost' };
}

function readStatus(status: number, cause: unknown): StreamEnd {
  const code = status === 401 ? 'UNAUTHENTICATED' : 'HTTP_ERROR';
  const error = new StreamRefused(`The gateway answered with status ${status}`, { code, cause });
  if (status === 401) return { kind: 'unauthenticated', error };
  return status >= 500 || TRANSIENT_STATUS.includes(status) ? { kind: 'lost' } : { kind: 'refused', error };
}

/** Of a graphql-ws `error` message; of an error of Apollo Client that holds several; of the body of its ServerError. */
function errorsOf(reason: unknown): readonly GraphQLFormattedError[] | undefined {
  const { errors, bodyText } = (reason ?? {}) as { errors?: unknown; bodyText?: unknown };
  const found = Array.isArray(reason) ? reason : (errors ?? errorsInBody(bodyText));
  return Array.isArray(found) && found.length > 0 ? (found as readonly GraphQLFormattedError[]) : undefined;
}

function errorsInBody(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return (JSON.parse(body) as { errors?: unknown } | null)?.errors;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
