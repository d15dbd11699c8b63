import { type FieldNode, type GraphQLNamedType, type GraphQLSchema, Kind, type SelectionSetNode } from 'graphql';

import type { Fragments } from '../operations/fragments.js';
import { satisfies } from './type-conditions.js';

/** All selections of one response key together. */
export interface CollectedField {
  readonly key: string;
  /** The first of them. */
  readonly node: FieldNode;
  /** What is selected in its objects, at each of the places where the document says so. */
  readonly parts: readonly SelectionSetNode[];
}

export interface CollectionInput {
  readonly schema: GraphQLSchema;
  /** Without conditions, as all selections here: they are decided before. */
  readonly fragments: Fragments;
}

/** The fields of objects of one type, in the order in which the client gets them (GraphQL specification, CollectFields). */
export function collectFields(
  { schema, fragments }: CollectionInput,
  type: GraphQLNamedType,
  parts: readonly SelectionSetNode[],
): CollectedField[] {
  const byKey = new Map<string, { key: string; node: FieldNode; parts: SelectionSetNode[] }>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = byKey.get(key) ?? { key, node: selection, parts: [] };
        byKey.set(key, known);
        if (selection.selectionSet) known.parts.push(selection.selectionSet);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      const wanted = fragment?.typeCondition?.name.value;
      if (fragment && (wanted === undefined || satisfies(schema, type, wanted))) collect(fragment.selectionSet);
    }
  };
  parts.forEach(collect);
  return [...byKey.values()];
}
