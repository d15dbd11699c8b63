import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import { clientPath, pathOf, type Place } from './places.js';

type ErrorPath = readonly (string | number)[];

const DEFAULT_CODE = 'DOWNSTREAM_SERVICE_ERROR';

/** An error of a subgraph as one of the whole answer. */
export function subgraphError(
  error: GraphQLFormattedError,
  service: string,
  path: ErrorPath | undefined,
): GraphQLError {
  return new GraphQLError(error.message || `The ${service} service failed.`, {
    path: path ?? null,
    extensions: { code: DEFAULT_CODE, ...error.extensions, serviceName: service },
  });
}

/** A subgraph that did not answer, or not what it was asked: what is null because of that. */
export function fetchFailure(error: unknown, service: string, path: ErrorPath): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, {
    path: path.length > 0 ? path : null,
    originalError,
    extensions: error instanceof GraphQLError ? error.extensions : { code: DEFAULT_CODE, serviceName: service },
  });
}

/** Where an error of a root fetch belongs. */
export function rootPath(place: Place, { path }: GraphQLFormattedError): ErrorPath | undefined {
  return path && [...pathOf(place.path), ...clientPath(path)];
}

/** Where an error of `_entities` belongs: at each place that asked for that entity. One path of undefined if it names none. */
export function entityPaths(
  askers: readonly (readonly Place[])[],
  { path }: GraphQLFormattedError,
): readonly (ErrorPath | undefined)[] {
  const index = path?.[1];
  const places = typeof index === 'number' ? askers[index] : undefined;
  return places && path ? places.map((place) => [...pathOf(place.path), ...clientPath(path.slice(2))]) : [undefined];
}
