import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

import type { Fragments } from '../operations/fragments.js';
import { satisfies } from './type-conditions.js';

/** Whether something is selected, by `@skip` and `@include` of the variables. */
export type Condition = (variables: Readonly<Record<string, unknown>>) => boolean;

/** One of the places in a document where fields of an object are selected. */
export interface SelectionPart {
  readonly selectionSet: SelectionSetNode;
  readonly condition?: Condition | undefined;
}

/** All selections of one response key together, at one of the positions where it may come first. */
export interface CollectedField {
  readonly key: string;
  readonly node: FieldNode;
  /** Whether it stands at this position; undefined when it always does. */
  readonly isIncluded: Condition | undefined;
  readonly parts: readonly SelectionPart[];
}

export interface CollectionInput {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
}

interface Occurrence {
  readonly key: string;
  readonly node: FieldNode;
  readonly condition: Condition | undefined;
}

/** The fields of objects of one type, in the order in which the client gets them (GraphQL specification, CollectFields). */
export function collectFields(
  input: CollectionInput,
  type: GraphQLNamedType,
  parts: readonly SelectionPart[],
): CollectedField[] {
  const byKey = new Map<string, Occurrence[]>();
  return occurrencesOf(input, type, parts)
    .map((occurrence) => {
      const before = byKey.get(occurrence.key) ?? [];
      byKey.set(occurrence.key, [...before, occurrence]);
      return { occurrence, before };
    })
    .filter(({ before }) => before.every(({ condition }) => condition !== undefined))
    .map(({ occurrence: { key, node, condition }, before }) => ({
      key,
      node,
      isIncluded: before.reduce((included, earlier) => both(included, not(earlier.condition)), condition),
      parts: (byKey.get(key) ?? []).flatMap(partsOf),
    }));
}

function occurrencesOf(
  { schema, fragments }: CollectionInput,
  type: GraphQLNamedType,
  parts: readonly SelectionPart[],
): Occurrence[] {
  const found: Occurrence[] = [];
  const collect = ({ selectionSet, condition }: SelectionPart): void => {
    for (const selection of selectionSet.selections) {
      const included = both(condition, conditionOf(selection));
      if (selection.kind === Kind.FIELD) {
        found.push({ key: selection.alias?.value ?? selection.name.value, node: selection, condition: included });
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      const wanted = fragment?.typeCondition?.name.value;
      if (fragment && (wanted === undefined || satisfies(schema, type, wanted))) {
        collect({ selectionSet: fragment.selectionSet, condition: included });
      }
    }
  };
  parts.forEach(collect);
  return found;
}

const partsOf = ({ node: { selectionSet }, condition }: Occurrence): SelectionPart[] =>
  selectionSet ? [{ selectionSet, condition }] : [];

function not(condition: Condition | undefined): Condition {
  return (variables) => !condition?.(variables);
}

function both(one: Condition | undefined, other: Condition | undefined): Condition | undefined {
  return one && other ? (variables) => one(variables) && other(variables) : (one ?? other);
}

function conditionOf({ directives = [] }: SelectionNode): Condition | undefined {
  return directives.reduce<Condition | undefined>((condition, { name, arguments: [argument] = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return condition;
    const wanted = name.value === 'include';
    const { value } = argument ?? {};
    if (value?.kind === Kind.VARIABLE) return both(condition, (variables) => variables[value.name.value] === wanted);
    const holds = value?.kind === Kind.BOOLEAN && value.value === wanted;
    return both(condition, () => holds);
  }, undefined);
}
