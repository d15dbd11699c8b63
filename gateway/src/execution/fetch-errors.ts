import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import { isFields } from './json.js';
import { clientPath, pathOf, type Place } from './places.js';
import type { ErrorPath, RenamePath } from './renamed-paths.js';
import type { SubgraphAnswer } from './subgraph.js';
import { MOST_TOLD } from './unanswered.js';

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

export interface EntityErrors {
  readonly told: readonly GraphQLError[];
  /** Where something is missing because of them as well. */
  readonly untold: readonly ErrorPath[];
}

/** Errors of `_entities`: each at the first places that asked for that entity, without a path if it names none. */
export function entityErrors(
  { errors = [] }: SubgraphAnswer,
  askers: readonly (readonly Place[])[],
  { serviceName, renamePath }: { serviceName: string; renamePath: RenamePath },
): EntityErrors {
  const crowds = new Set<readonly Place[]>();
  const told = errors.flatMap((error) => {
    const [, index, ...within] = pathIn(error) ?? [];
    const places = typeof index === 'number' ? askers[index] : undefined;
    if (!places) return [subgraphError(error, serviceName, undefined)];
    if (places.length > MOST_TOLD) crowds.add(places);
    return places
      .slice(0, MOST_TOLD)
      .map(({ path }) => subgraphError(error, serviceName, [...pathOf(path), ...clientPath(renamePath(within))]));
  });
  // The place stands for all fields that failed there: each of them at each place may be too many.
  const untold = [...crowds].flatMap((places) => places.slice(MOST_TOLD).map(({ path }) => pathOf(path)));
  return { told, untold };
}

function pathIn({ path }: { readonly path?: unknown }): ErrorPath | undefined {
  const isPath = (value: unknown): value is ErrorPath =>
    Array.isArray(value) && value.every((element) => typeof element === 'string' || typeof element === 'number');
  return isPath(path) ? path : undefined;
}
