import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

import { isCondition, isSelected } from './conditions.js';
import { TYPENAME_FIELD } from './filter-document.js';
import { fragmentsOf } from './fragments.js';

/**
 * What a document's one operation selects with these variables (coerced), without `@skip` and `@include`. A field of which nothing is left is
 * selected with an empty set, and its objects are `{}`; fragments of which nothing is left are gone.
 */
export function decideConditions(document: DocumentNode, variables: Readonly<Record<string, unknown>>): DocumentNode {
  const fragments = fragmentsOf(document);
  const decided = new Map<string, FragmentDefinitionNode>();
  const decideSet = (selectionSet: SelectionSetNode): SelectionSetNode => ({
    ...selectionSet,
    selections: selectionSet.selections.flatMap(decide),
  });
  const decide = (selection: SelectionNode): SelectionNode[] => {
    if (!isSelected(selection, variables)) return [];
    const kept = { ...selection, directives: selection.directives?.filter((each) => !isCondition(each)) ?? [] };
    if (kept.kind === Kind.FRAGMENT_SPREAD) return isEmpty(fragment(kept.name.value)) ? [] : [kept];
    if (!kept.selectionSet) return [kept];
    const whole = { ...kept, selectionSet: decideSet(kept.selectionSet) };
    return whole.kind === Kind.INLINE_FRAGMENT && isEmpty(whole) ? [] : [whole];
  };
  const fragment = (name: string): FragmentDefinitionNode | undefined => {
    const definition = fragments[name];
    if (!definition || decided.has(name)) return decided.get(name);
    const made = { ...definition, selectionSet: decideSet(definition.selectionSet) };
    decided.set(name, made);
    return made;
  };
  const operations = document.definitions.flatMap((definition): OperationDefinitionNode[] =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [{ ...definition, selectionSet: decideSet(definition.selectionSet) }]
      : [],
  );
  const used = [...decided.values()].filter((each) => !isEmpty(each));
  return { kind: Kind.DOCUMENT, definitions: [...operations, ...used] };
}

/** The same with a field in every empty set, since there is no text for those. */
export function withoutEmptySelections(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: ({ selections }) =>
      selections.length > 0 ? undefined : { kind: Kind.SELECTION_SET, selections: [TYPENAME_FIELD] },
  });
}

/** Whether it selects nothing, which happens when all is decided. */
export const isEmpty = (of: { selectionSet: SelectionSetNode } | undefined): boolean =>
  !of?.selectionSet.selections.length;
