import {
  type FieldNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

import type { Fragments } from './fragments.js';

/** Where an operation's refused fields are: a selection set reduced to the refused fields and the ways to them. */
export interface RefusalNode {
  entries: readonly RefusalEntry[];
}
export type RefusalEntry =
  | { kind: 'refused'; selection: FieldNode; key: string; nonNull: boolean }
  | { kind: 'child'; selection: FieldNode; key: string; type: GraphQLOutputType; node: RefusalNode }
  | {
      kind: 'fragment';
      selection: SelectionNode;
      name: string | undefined;
      typeName: string | undefined;
      node: RefusalNode;
    };

export interface RefusalTreeInput {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: Fragments;
  isRefused: (field: FieldNode) => boolean;
}

/** Undefined when nothing is refused. A fragment is looked at once, however often it is spread. */
export function buildRefusalTree(input: RefusalTreeInput): RefusalNode | undefined {
  const root = input.schema.getRootType(input.operation.operation);
  return root ? new TreeBuilder(input).build(input.operation.selectionSet, root) : undefined;
}

class TreeBuilder {
  readonly #input: RefusalTreeInput;
  readonly #fragments = new Map<string, RefusalNode | undefined>();

  constructor(input: RefusalTreeInput) {
    this.#input = input;
  }

  build(selectionSet: SelectionSetNode, parent: GraphQLNamedType): RefusalNode | undefined {
    const entries = selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return this.#field(selection, parent) ?? [];
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        const node = this.#fragment(name);
        const typeName = this.#input.fragments[name]?.typeCondition.name.value;
        return node ? [{ kind: 'fragment' as const, selection, name, typeName, node }] : [];
      }
      const typeName = selection.typeCondition?.name.value;
      const node = this.build(selection.selectionSet, (typeName && this.#input.schema.getType(typeName)) || parent);
      return node ? [{ kind: 'fragment' as const, selection, name: undefined, typeName, node }] : [];
    });
    return entries.length > 0 ? { entries } : undefined;
  }

  #field(selection: FieldNode, parent: GraphQLNamedType): RefusalEntry | undefined {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
    const type = parent.getFields()[selection.name.value]?.type;
    if (!type) return undefined;
    const key = selection.alias?.value ?? selection.name.value;
    if (this.#input.isRefused(selection)) return { kind: 'refused', selection, key, nonNull: isNonNullType(type) };
    const named = getNamedType(type);
    const node =
      selection.selectionSet && isCompositeType(named) ? this.build(selection.selectionSet, named) : undefined;
    return node && { kind: 'child', selection, key, type, node };
  }

  #fragment(name: string): RefusalNode | undefined {
    if (this.#fragments.has(name)) return this.#fragments.get(name);
    const fragment = this.#input.fragments[name];
    const type = fragment && this.#input.schema.getType(fragment.typeCondition.name.value);
    const node = type && this.build(fragment.selectionSet, type);
    this.#fragments.set(name, node);
    return node;
  }
}
