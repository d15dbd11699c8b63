import { type Disposition, dispositionOf, OrdergraphError } from '@ordergraph/messaging';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Correlation } from '../logging/correlation.js';
import { type CatalogueEntry, findCatalogueEntry } from './catalogue.js';

/** An error as it leaves the process, and whether somebody here must look at it. */
export interface PublicError {
  readonly formatted: GraphQLFormattedError;
  /** What to log, at the edge and once; undefined for what the client did. */
  readonly unexpected: unknown;
}

/**
 * What a client may know of an error: a code of the catalogue, whether to repeat, the path. Messages of unknown errors
 * stay inside; the correlation id leads to them.
 */
export function toPublicError(error: unknown, correlation?: Correlation): PublicError {
  const located = error instanceof GraphQLError ? error : undefined;
  const thrown = innermost(error);
  const known = knownCode(located, thrown);
  if (known) return { formatted: format(known.entry, known.message, located), unexpected: undefined };
  const code = willPass.has(dispositionOf(thrown)) ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR';
  const message =
    code === 'SERVICE_UNAVAILABLE' ? 'Please try again in a moment.' : 'Something went wrong on our side.';
  return {
    formatted: format(findCatalogueEntry(code), message, located, correlation?.correlationId),
    unexpected: thrown,
  };
}

/** A repetition may reach what was away, or a process of the release that can do it. */
const willPass: ReadonlySet<Disposition> = new Set(['infrastructure', 'await-release']);

/** As `toPublicError`, to be thrown or sent where graphql-js wants its own class. */
export function toPublicGraphqlError(error: unknown, correlation?: Correlation): GraphQLError {
  const { message, extensions } = toPublicError(error, correlation).formatted;
  return new GraphQLError(message, { ...(extensions && { extensions }) });
}

/** graphql-js wraps what a resolver throws, sometimes twice. */
const innermost = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? innermost(error.originalError) : error;

function knownCode(located: GraphQLError | undefined, thrown: unknown) {
  if (thrown instanceof OrdergraphError) return clientEntry(thrown.code, thrown.message);
  if (!located) return undefined;
  const { code } = located.extensions;
  if (typeof code === 'string') return clientEntry(code, located.message);
  // Without code and path it comes from graphql-js before execution: variables that do not fit.
  return located.path || located.originalError ? undefined : clientEntry('BAD_USER_INPUT', located.message);
}

function clientEntry(code: string, message: string): { entry: CatalogueEntry; message: string } | undefined {
  const entry = findCatalogueEntry(code);
  return entry?.audience === 'client' && code !== 'INTERNAL_SERVER_ERROR' ? { entry, message } : undefined;
}

function format(
  entry: CatalogueEntry | undefined,
  message: string,
  located: GraphQLError | undefined,
  correlationId?: string,
): GraphQLFormattedError {
  return {
    message,
    ...(located?.locations && { locations: located.locations }),
    ...(located?.path && { path: located.path }),
    extensions: { code: entry?.code, retryable: entry?.retryable, ...(correlationId && { correlationId }) },
  };
}
