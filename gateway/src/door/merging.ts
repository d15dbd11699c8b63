import { Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

import type { Fragments } from '../operations/fragments.js';

/** No field has this name: all spreads of one selection are held against each other too. */
const SPREADS = '...';

/**
 * How much there is to compare before it is known that what a valid operation selects under one key fits together: each selection with all earlier
 * ones of the same key in the same objects. It may grow with the square of the text. Stops counting beyond `enough`, so it costs no more than that.
 */
export function mergingWork(operation: OperationDefinitionNode, fragments: Fragments, enough: number): number {
  let work = 0;
  const merge = (parts: readonly SelectionSetNode[]): void => {
    const counts = new Map<string, number>();
    const spreads = new Set<string>();
    const inner = new Map<string, SelectionSetNode[]>();
    const count = (key: string): void => {
      const sofar = (counts.get(key) ?? 0) + 1;
      counts.set(key, sofar);
      work += sofar;
    };
    const spread = (name: string): void => {
      const fragment = fragments[name];
      if (!fragment || spreads.has(name)) return;
      spreads.add(name);
      collect(fragment.selectionSet);
    };
    const collect = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (work > enough) return;
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          count(SPREADS);
          spread(selection.name.value);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          work += 1;
          collect(selection.selectionSet);
        } else {
          const key = selection.alias?.value ?? selection.name.value;
          count(key);
          if (!selection.selectionSet) continue;
          const known = inner.get(key);
          if (known) known.push(selection.selectionSet);
          else inner.set(key, [selection.selectionSet]);
        }
      }
    };
    parts.forEach(collect);
    for (const same of inner.values()) merge(same);
  };
  merge([operation.selectionSet]);
  return work;
}
