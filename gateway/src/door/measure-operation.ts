import { type FieldNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

import type { Fragments } from '../operations/fragments.js';

/** The size of an operation with every fragment counted as often as it is spread. */
export interface OperationMeasure {
  depth: number;
  aliases: number;
  /** All fields, root fields included. */
  fields: number;
  rootFields: number;
  /** Root fields of a mutation; 0 for other operations. */
  mutations: number;
}

interface SelectionMeasure {
  depth: number;
  aliases: number;
  /** At any depth. */
  fields: number;
  /** Of this selection set itself. */
  ownFields: number;
}

const NOTHING: SelectionMeasure = { depth: 0, aliases: 0, fields: 0, ownFields: 0 };

/**
 * Measures an operation that need not be valid: a fragment that there is not counts nothing, and one within itself once. Every fragment is measured once,
 * so nested spreads that multiply cost nothing to count. Introspection is not counted for depth: the usual introspection query is deeper than any limit worth
 * having.
 */
export function measureOperation(operation: OperationDefinitionNode, fragments: Fragments): OperationMeasure {
  const measured = new Map<string, SelectionMeasure>();
  const ofFragment = (name: string): SelectionMeasure => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, NOTHING);
    const fragment = Object.hasOwn(fragments, name) ? fragments[name] : undefined;
    const measure = fragment ? ofSelections(fragment.selectionSet) : NOTHING;
    measured.set(name, measure);
    return measure;
  };
  const ofField = (field: FieldNode): SelectionMeasure => {
    const inner = field.selectionSet ? ofSelections(field.selectionSet) : NOTHING;
    const isIntrospection = field.name.value === '__schema' || field.name.value === '__type';
    return {
      depth: isIntrospection ? 1 : inner.depth + 1,
      aliases: inner.aliases + (field.alias ? 1 : 0),
      fields: inner.fields + 1,
      ownFields: 1,
    };
  };
  const ofSelections = (selectionSet: SelectionSetNode): SelectionMeasure => {
    const sum = { ...NOTHING };
    for (const selection of selectionSet.selections) {
      const part =
        selection.kind === Kind.FIELD
          ? ofField(selection)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? ofSelections(selection.selectionSet)
            : ofFragment(selection.name.value);
      sum.depth = Math.max(sum.depth, part.depth);
      sum.aliases += part.aliases;
      sum.fields += part.fields;
      sum.ownFields += part.ownFields;
    }
    return sum;
  };
  const { depth, aliases, fields, ownFields } = ofSelections(operation.selectionSet);
  return {
    depth,
    aliases,
    fields,
    rootFields: ownFields,
    mutations: operation.operation === 'mutation' ? ownFields : 0,
  };
}
