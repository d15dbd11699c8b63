import { type FieldNode, Kind, responsePathAsArray, type SelectionSetNode } from 'graphql';

import { clientKey } from '../operations/own-keys.js';
import type { OperationParts } from './introspection.js';
import { type FailedFetch, type MissingAt, missingKeys } from './missing-keys.js';
import { pathOf, type Place } from './places.js';
import type { ErrorPath } from './renamed-paths.js';

/** Of what is wrong at many places, so many are told. A list may have any number; whoever reads these knows the others. */
export const MOST_TOLD = 10;

export interface UnansweredFetch extends FailedFetch {
  /** What the client asked. */
  readonly asked: OperationParts;
}

export interface UnansweredPaths {
  /** What the client is told of; at least one, which may be empty. */
  readonly told: readonly ErrorPath[];
  /** Where more is missing than it is told. */
  readonly untold: readonly ErrorPath[];
}

/**
 * Paths of the first fields that are null because a fetch was not answered, by the places that asked, those included that wait for what was to come; of a place
 * itself if something was to come for fields elsewhere. Nothing is done before a fetch has failed.
 */
export function unansweredPaths(fetch: UnansweredFetch): (places: readonly Place[]) => UnansweredPaths {
  let missing: MissingAt | undefined;
  return (places) => {
    missing ??= missingKeys(fetch);
    const paths: ErrorPath[] = [];
    const untold: ErrorPath[] = [];
    for (const place of places) {
      if (paths.length < MOST_TOLD) paths.push(...pathsAt(place, fetch.asked, missing));
      else untold.push(pathOf(place.path));
    }
    if (paths.length === 0) return { told: [[]], untold };
    return { told: paths.slice(0, MOST_TOLD), untold: [...paths.slice(MOST_TOLD), ...untold] };
  };
}

function pathsAt(place: Place, asked: OperationParts, missing: MissingAt): ErrorPath[] {
  const at = pathOf(place.path);
  const wanted = keysAt(asked, place);
  const { keys, elsewhere } = missing(place);
  const paths = [...keys].filter((key) => wanted.has(key)).map((key) => [...at, clientKey(key)]);
  const isMore = paths.length === 0 || elsewhere.some((key) => !wanted.has(key));
  return isMore ? [...paths, at] : paths;
}

/** The keys that the client selects at a place, whatever the types on the way. */
function keysAt({ operation, fragments }: OperationParts, { path }: Place): ReadonlySet<string> {
  const fieldsOf = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      return fragment ? fieldsOf(fragment.selectionSet) : [];
    });
  let fields = fieldsOf(operation.selectionSet);
  for (const key of responsePathAsArray(path)) {
    if (typeof key === 'number') continue;
    fields = fields
      .filter((field) => keyOf(field) === key)
      .flatMap(({ selectionSet }) => (selectionSet ? fieldsOf(selectionSet) : []));
  }
  return new Set(fields.map(keyOf));
}

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;
