import {
  type GraphQLNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

import type { CollectionInput } from './collect-fields.js';
import { satisfies } from './type-conditions.js';

/**
 * Which type an object has that a field of the declared type holds; undefined if it can be none of those. An interface if nobody knows more (`@interfaceObject`).
 * Of a type that clients do not see nothing is told, not even its name.
 */
export function runtimeType(
  { schema }: CollectionInput,
  declared: GraphQLNamedType,
  typename: unknown,
): GraphQLNamedType | undefined {
  // A subgraph may call its root as it likes, and there is no choice anyway.
  if (isObjectType(declared) || typename === undefined || typename === declared.name) return declared;
  const type = typeof typename === 'string' ? schema.getType(typename) : undefined;
  const isMember = (isObjectType(type) || isInterfaceType(type)) && satisfies(schema, type, declared.name);
  return isMember ? type : undefined;
}

/** Whether objects of an interface or union are answered differently, each by its type: then one whose type is not known cannot be answered. */
export function dependsOnType(
  { schema, fragments }: CollectionInput,
  type: GraphQLNamedType,
  parts: readonly SelectionSetNode[],
): boolean {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const depends = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      if (!fragment) return false;
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || satisfies(schema, type, condition)) return depends(fragment.selectionSet);
      return possible.some((each) => satisfies(schema, each, condition));
    });
  return possible.length > 0 && parts.some(depends);
}
