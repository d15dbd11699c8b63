import type { ResponsePath } from '@apollo/query-planner';
import { responsePathAsArray } from 'graphql';

import { clientKey } from '../operations/own-keys.js';
import { type Fields, isFields, readField } from './json.js';

/** Where in an answer something stands; the last step first, since most paths are never read. */
export type Path = NonNullable<Parameters<typeof responsePathAsArray>[0]> | undefined;

export const under = (prev: Path, key: string | number): NonNullable<Path> => ({ prev, key, typename: undefined });

/** As the client knows it. */
export const pathOf = (path: Path): readonly (string | number)[] => clientPath(responsePathAsArray(path));

export const clientPath = (path: readonly (string | number)[]): readonly (string | number)[] =>
  path.map((key) => (typeof key === 'string' ? clientKey(key) : key));

/** An object of the answer under construction. */
export interface Place {
  readonly fields: Fields;
  readonly path: Path;
}

/** Every object that `path` leads to from `place`; `@` stands for each item of a list. */
export function placesAt(place: Place, path: ResponsePath): Place[] {
  const found: Place[] = [];
  const walk = (value: unknown, depth: number, at: Path): void => {
    if (Array.isArray(value)) {
      const next = path[depth] === '@' ? depth + 1 : depth;
      value.forEach((item, index) => walk(item, next, under(at, index)));
    } else if (isFields(value)) {
      const element = path[depth];
      if (element === undefined) found.push({ fields: value, path: at });
      else if (element !== '@') walk(readField(value, String(element)), depth + 1, under(at, element));
    }
  };
  walk(place.fields, 0, place.path);
  return found;
}
