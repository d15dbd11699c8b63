import type { GraphQLError } from 'graphql';

import type { ErrorPath } from './renamed-paths.js';

/** What is known to be wrong, as a tree of the paths to it. */
interface Known {
  isWrong: boolean;
  readonly under: Map<string | number, Known>;
}

/** Where something is known to be wrong; without a path it may be anywhere. */
export interface Reasons {
  readonly errors: readonly GraphQLError[];
  readonly untold: readonly ErrorPath[];
}

/** Those of `breaches` that are no consequence of anything known: what is wrong is neither above them nor below. */
export function unexplained(breaches: readonly GraphQLError[], { errors, untold }: Reasons): readonly GraphQLError[] {
  if (breaches.length === 0 || errors.length + untold.length === 0) return breaches;
  const root: Known = { isWrong: false, under: new Map() };
  for (const { path } of errors) add(root, path ?? []);
  for (const path of untold) add(root, path);
  return breaches.filter(({ path }) => !isExplained(root, path ?? []));
}

function add(root: Known, path: ErrorPath): void {
  let at = root;
  for (const element of path) {
    const next = at.under.get(element) ?? { isWrong: false, under: new Map<string | number, Known>() };
    at.under.set(element, next);
    at = next;
  }
  at.isWrong = true;
}

function isExplained(root: Known, path: ErrorPath): boolean {
  let at = root;
  for (const element of path) {
    if (at.isWrong) return true;
    const next = at.under.get(element);
    if (!next) return false;
    at = next;
  }
  return true;
}
