import type { Correlation } from '@ordergraph/service';
import type { ExecutionResult, FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';

import { catalogueEntry } from './error-catalogue.js';

export type ErrorPresenter = (
  formatted: GraphQLFormattedError,
  error: unknown,
  correlation?: Correlation,
) => GraphQLFormattedError;

export interface PresentationOptions {
  /** Hides what describes the schema or the inside of the platform. */
  production: boolean;
  logger: Logger;
}

const SUGGESTION = / ?Did you mean [^?]+\?$/;
/** An error of a subgraph without a code, or of the gateway itself, is a fault whose text is for the log. */
const FAULTS = new Set(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);

/**
 * How an error looks to clients, on every transport: a code always, whether repeating can help, no stack, and of a fault nothing but the
 * correlation id under which the log has it.
 */
export function createErrorPresenter({ production, logger }: PresentationOptions): ErrorPresenter {
  return (formatted, error, correlation) => {
    const {
      http: _http,
      stacktrace: _stacktrace,
      serviceName: _serviceName,
      ...extensions
    } = formatted.extensions ?? {};
    const code = codeOf(formatted);
    if (FAULTS.has(code)) {
      const { correlationId, traceparent } = correlation ?? {};
      logger.error({ err: error, path: formatted.path, correlationId, traceparent }, 'operation failed');
      const fault = {
        code: 'INTERNAL_SERVER_ERROR',
        retryable: true,
        ...(correlationId === undefined ? {} : { correlationId }),
      };
      return { ...pathOf(formatted), message: 'Something went wrong here.', extensions: fault };
    }
    const message = production ? formatted.message.replace(SUGGESTION, '') : formatted.message;
    const entry = catalogueEntry(code);
    const repeat = entry ? { retryable: entry.retryable } : {};
    return { ...formatted, message, extensions: { ...repeat, ...extensions, code } };
  };
}

export function presentErrors(
  present: ErrorPresenter,
  errors: readonly GraphQLError[],
  correlation?: Correlation,
): GraphQLFormattedError[] {
  return errors.map((error) => present(error.toJSON(), error, correlation));
}

/** A result, or one payload of a stream, with its errors as clients see them. */
export function presentResult(
  present: ErrorPresenter,
  { errors, ...rest }: ExecutionResult,
  correlation: Correlation,
): FormattedExecutionResult {
  return errors?.length ? { ...rest, errors: presentErrors(present, errors, correlation) } : rest;
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
}

function pathOf({ path }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'path'> {
  return path === undefined ? {} : { path };
}
