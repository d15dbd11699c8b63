import { GraphQLError } from 'graphql';

/** What was thrown, as an error of a stream. It has no code unless it was a GraphQL error with one: the presenter logs it and tells clients nothing of it. */
export function fault(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new GraphQLError('An event could not be completed.', { originalError });
}
