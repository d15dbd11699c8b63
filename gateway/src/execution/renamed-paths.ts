import type { FetchDataRewrite } from '@apollo/query-planner';

export type ErrorPath = readonly (string | number)[];

/** Gives the names in a path of a subgraph's answer back that the plan took away because two selections conflict. */
export type RenamePath = (path: ErrorPath) => ErrorPath;

const SEPARATOR = '\0';

/** Of the names that a plan gives, each stands for one field however the types on the way differ. */
export function compilePathRenames(rewrites: readonly FetchDataRewrite[] = []): RenamePath {
  const renamed = new Map<string, string>();
  for (const rewrite of rewrites) {
    if (rewrite.kind === 'KeyRenamer') renamed.set(keysIn(rewrite.path).join(SEPARATOR), rewrite.renameKeyTo);
  }
  if (renamed.size === 0) return (path) => path;
  return (path) =>
    path.map((element, index) =>
      typeof element === 'string'
        ? (renamed.get(keysIn(path.slice(0, index + 1)).join(SEPARATOR)) ?? element)
        : element,
    );
}

/** The names of fields on the way, without the places in lists and the types. */
const keysIn = (path: ErrorPath): string[] =>
  path.filter((element): element is string => typeof element === 'string' && !element.startsWith('... on '));
