import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isUnionType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

import type { OverriddenField } from '../supergraph/override-labels.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';

/** A label of `@override`, and for how many of a hundred requests it is on. */
export type OverrideShare = Pick<OverriddenField, 'label' | 'percent'>;

/** The labels of all fields that an operation selects. Of what subgraphs require of each other there are none: composition refuses that. */
export function overridesIn({ schema, overrides }: LoadedSupergraph, document: DocumentNode): readonly OverrideShare[] {
  if (overrides.fields.length === 0) return [];
  const selected = selectedCoordinates(schema, document);
  const byLabel = new Map(
    overrides.fields.filter(({ coordinate }) => selected.has(coordinate)).map((field) => [field.label, field]),
  );
  return [...byLabel.values()];
}

/**
 * The labels that are on for a request with this number, from 0 up to 100. One number decides about all labels, so that an operation is prepared no more
 * often than it has labels, and once more.
 */
export const labelsOn = (overrides: readonly OverrideShare[], chance: number): readonly string[] =>
  overrides.filter(({ percent }) => chance < percent).map(({ label }) => label);

function selectedCoordinates(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const coordinates = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  const Field = ({ name }: { readonly name: { readonly value: string } }): void => {
    const parent = typeInfo.getParentType();
    for (const type of parent ? related(schema, parent) : []) coordinates.add(`${type.name}.${name.value}`);
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field }));
  return coordinates;
}

/** The types on which a field of `type` may be declared for an object. */
const related = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] => [
  type,
  ...(isAbstractType(type) ? schema.getPossibleTypes(type) : []),
  ...(isUnionType(type) ? [] : type.getInterfaces()),
];
