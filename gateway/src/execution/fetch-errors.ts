import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import { isFields } from './json.js';
import { clientPath, pathOf, type Place } from './places.js';
import type { ErrorPath, RenamePath } from './renamed-paths.js';

const DEFAULT_CODE = 'DOWNSTREAM_SERVICE_ERROR';

/** An error of a subgraph as one of the whole answer. What is not formed as the specification says is left out. */
export function subgraphError(
  error: GraphQLFormattedError,
  service: string,
  path: ErrorPath | undefined,
): GraphQLError {
  const extensions: unknown = error.extensions;
  return new GraphQLError(error.message || `The ${service} service failed.`, {
    path: path ?? null,
    extensions: { code: DEFAULT_CODE, ...(isFields(extensions) && extensions), serviceName: service },
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
export function rootPath(place: Place, error: GraphQLFormattedError, rename: RenamePath): ErrorPath | undefined {
  const path = pathIn(error);
  return path && [...pathOf(place.path), ...clientPath(rename(path))];
}

/** Where an error of `_entities` belongs: at each place that asked for that entity. One path of undefined if it names none. */
export function entityPaths(
  askers: readonly (readonly Place[])[],
  error: GraphQLFormattedError,
  rename: RenamePath,
): readonly (ErrorPath | undefined)[] {
  const [, index, ...within] = pathIn(error) ?? [];
  const places = typeof index === 'number' ? askers[index] : undefined;
  return places?.map((place) => [...pathOf(place.path), ...clientPath(rename(within))]) ?? [undefined];
}

function pathIn({ path }: { readonly path?: unknown }): ErrorPath | undefined {
  const isPath = (value: unknown): value is ErrorPath =>
    Array.isArray(value) && value.every((element) => typeof element === 'string' || typeof element === 'number');
  return isPath(path) ? path : undefined;
}
