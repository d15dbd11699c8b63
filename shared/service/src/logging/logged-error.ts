import { types } from 'node:util';

/** What a log line says of an error. */
interface LoggedError {
  readonly type: string;
  readonly code?: unknown;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: unknown;
  /** Of an `AggregateError`. */
  readonly errors?: readonly unknown[];
}

const causesAtMost = 5;
const errorsAtMost = 10;

/** An error, of whose fields nobody knows what somebody put there: what a log throws over it would hide it. */
type Thrown = Readonly<Partial<Record<'code' | 'message' | 'stack' | 'cause' | 'errors', unknown>>>;

/**
 * pino's serializer of `err`: what an error is, not what it was thrown over. Errors of a driver carry the documents that
 * were to be written, secrets included, at any depth; nothing but the fields of `LoggedError` is taken from them.
 */
export const loggedError = (error: unknown): unknown => logged(error, causesAtMost);

function logged(error: unknown, causes: number): unknown {
  if (typeof error !== 'object' || error === null) return error;
  if (!isError(error) || causes === 0) return { type: nameOf(error) };
  const { code, cause, stack, errors }: Thrown = error;
  const message = messageOf(error);
  return {
    type: nameOf(error),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    message: withoutKey(message),
    ...(typeof stack === 'string' && { stack: stackOf(message, stack) }),
    ...(cause !== undefined && { cause: logged(cause, causes - 1) }),
    ...(error instanceof AggregateError &&
      Array.isArray(errors) && { errors: errors.slice(0, errorsAtMost).map((each) => logged(each, causes - 1)) }),
  } satisfies LoggedError;
}

const isError = (thrown: object): boolean => thrown instanceof Error || types.isNativeError(thrown);

/** What is no text may be a document: only its type is told. */
const messageOf = ({ message }: Thrown): string => (typeof message === 'string' ? message : typeof message);

const nameOf = (thrown: object): string => thrown.constructor?.name ?? 'object';

/** MongoDB says which key was there already: an e-mail address, or what a client chose. It stands last. */
const withoutKey = (text: string): string => text.replace(/(dup key: ).*/s, '$1[redacted]');

/** A stack begins with the message that the error had when it was made. */
function stackOf(message: string, stack: string): string {
  const told = stack.replace(message, () => withoutKey(message));
  return told.includes('dup key: {') ? framesOf(told) : told;
}

/** The lines at the end that are frames: a message cannot pass for one. */
function framesOf(stack: string): string {
  const lines = stack.split('\n');
  const last = lines.findLastIndex((line) => !/^ {4}at .+:\d+:\d+\)?$/.test(line));
  return lines.slice(last + 1).join('\n');
}
