import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/** How payloads are written into one HTTP answer. By hand: the handler of graphql-sse parses, validates and executes itself, past the gateway's door. */
export interface StreamFormat {
  contentType: string;
  opening: string;
  heartbeat: string;
  payload(payload: FormattedExecutionResult): string;
  /** Errors that are of no payload and end the stream. */
  failure(errors: readonly GraphQLFormattedError[]): string;
  closing: string;
}
