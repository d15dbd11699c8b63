import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

import { catalogueEntry, type ErrorCode } from './error-catalogue.js';

export interface RefusalOptions extends GraphQLErrorOptions {
  /** Of the HTTP response. */
  headers?: Readonly<Record<string, string>>;
  /** Of the HTTP response, where it is not that of the catalogue. */
  status?: number;
}

/** An error of the catalogue that ends the whole request: over HTTP it sets the status. */
export function refusal(
  code: ErrorCode,
  message: string,
  { headers = {}, status = catalogueEntry(code)?.httpStatus ?? 400, ...options }: RefusalOptions = {},
): GraphQLError {
  const http = { status, headers: new Map(Object.entries(headers)) };
  return problem(code, message, { ...options, extensions: { ...options.extensions, http } });
}

/** An error of the catalogue beside data: the answer keeps its status. */
export function problem(code: ErrorCode, message: string, options: GraphQLErrorOptions = {}): GraphQLError {
  return new GraphQLError(message, { ...options, extensions: { ...options.extensions, code } });
}

/** An error of the catalogue that ends a stream; a client resumes with `cursor`. */
export function streamEnd(code: ErrorCode, message: string, cursor: string | undefined): GraphQLError {
  return problem(code, message, { extensions: { retryable: catalogueEntry(code)?.retryable ?? false, cursor } });
}
