import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

import type { Fragments } from './fragments.js';
import { TYPENAME_ALIAS } from './refused-fields.js';

export const TYPENAME_FIELD: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: TYPENAME_ALIAS },
  name: { kind: Kind.NAME, value: '__typename' },
};

/**
 * The operation without its refused fields. Every selection set on the way to one asks for the runtime type instead, so that
 * the answer shows where the field would have been.
 */
export function filterDocument(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  isRefused: (field: FieldNode) => boolean,
): DocumentNode {
  const affected = affectedFragments(fragments, isRefused);
  const filter = (selectionSet: SelectionSetNode): SelectionSetNode =>
    filterSelections(selectionSet, { affected, isRefused });
  const root = filter(operation.selectionSet);
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, selectionSet: root },
      ...Object.values(fragments).map((fragment) => ({ ...fragment, selectionSet: filter(fragment.selectionSet) })),
    ],
  };
}

interface Filtering {
  affected: ReadonlySet<string>;
  isRefused: (field: FieldNode) => boolean;
}

function filterSelections(selectionSet: SelectionSetNode, filtering: Filtering): SelectionSetNode {
  const selections = selectionSet.selections.flatMap((selection) => filterSelection(selection, filtering) ?? []);
  const isUnchanged =
    selections.length === selectionSet.selections.length &&
    selections.every((selection, index) => selection === selectionSet.selections[index]) &&
    !selections.some(
      (selection) => selection.kind === Kind.FRAGMENT_SPREAD && filtering.affected.has(selection.name.value),
    );
  return isUnchanged ? selectionSet : { ...selectionSet, selections: [...selections, TYPENAME_FIELD] };
}

function filterSelection(selection: SelectionNode, filtering: Filtering): SelectionNode | undefined {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
  if (selection.kind === Kind.FIELD && filtering.isRefused(selection)) return undefined;
  if (!selection.selectionSet) return selection;
  const selectionSet = filterSelections(selection.selectionSet, filtering);
  return selectionSet === selection.selectionSet ? selection : { ...selection, selectionSet };
}

/** Names of the fragments that have a refused field, directly or through other fragments. */
function affectedFragments(fragments: Fragments, isRefused: (field: FieldNode) => boolean): ReadonlySet<string> {
  const affected = new Map<string, boolean>();
  const isAffected = (selectionSet: SelectionSetNode): boolean =>
    selectionSet.selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return isAffectedFragment(selection.name.value);
      if (selection.kind === Kind.FIELD && isRefused(selection)) return true;
      return selection.selectionSet !== undefined && isAffected(selection.selectionSet);
    });
  const isAffectedFragment = (name: string): boolean => {
    const known = affected.get(name);
    if (known !== undefined) return known;
    const fragment = fragments[name];
    const answer = fragment !== undefined && isAffected(fragment.selectionSet);
    affected.set(name, answer);
    return answer;
  };
  return new Set(Object.keys(fragments).filter(isAffectedFragment));
}
