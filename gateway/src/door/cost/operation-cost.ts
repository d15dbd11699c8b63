import {
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

import type { Fragments } from '../../operations/fragments.js';
import type { CostRules } from '../../supergraph/cost-rules.js';
import { argumentsCost } from './argument-cost.js';
import { presence } from './conditions.js';
import { type Formula, largest, notNegative, product, sum, type Variables } from './formula.js';
import { listLength } from './list-length.js';

const MUTATION_WEIGHT = 10;
const COMPOSITE_WEIGHT = 1;
const LEAF_WEIGHT = 0;

export interface CostOptions {
  schema: GraphQLSchema;
  rules: CostRules;
  fragments: Fragments;
  /** Of lists about which no `@listSize` says anything. */
  assumedListSize: number;
}

/** How long a field's lists are, as one type that has it says; in a connection, those of the fields named. */
interface Sized {
  names: readonly string[];
  length: Formula;
}

/**
 * What a validated operation costs at most, estimated before it runs (https://ibm.github.io/graphql-specs/cost-spec.html, with the defaults of
 * Apollo's demand control): 1 for each object, 0 for scalars, 10 for a mutation, times the lengths of lists. Only for an operation within its
 * limits: spreads that multiply are followed.
 */
export function operationCost(operation: OperationDefinitionNode, options: CostOptions): Formula {
  const root = options.schema.getRootType(operation.operation);
  if (!root) return 0;
  const formula = sum([
    operation.operation === OperationTypeNode.MUTATION ? MUTATION_WEIGHT : 0,
    selectionsCost(options, operation.selectionSet, { parent: root, sized: [] }),
  ]);
  return typeof formula === 'number' ? formula : (variables) => formula(withoutInherited(variables));
}

const withoutInherited = (variables: Variables): Variables => ({ __proto__: null, ...variables });

interface Surroundings {
  parent: GraphQLCompositeType;
  /** The field in which the selections are. */
  sized: readonly Sized[];
}

function selectionsCost(options: CostOptions, { selections }: SelectionSetNode, around: Surroundings): Formula {
  return sum(
    selections.map((selection) =>
      presence(selection.directives).reduce(product, selectionCost(options, selection, around)),
    ),
  );
}

function selectionCost(options: CostOptions, selection: SelectionNode, around: Surroundings): Formula {
  if (selection.kind === Kind.FIELD) return fieldCost(options, selection, around);
  const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : options.fragments[selection.name.value];
  if (!inner) return 0;
  const condition = inner.typeCondition && options.schema.getType(inner.typeCondition.name.value);
  const parent = isCompositeType(condition) ? condition : around.parent;
  return selectionsCost(options, inner.selectionSet, { ...around, parent });
}

function fieldCost(options: CostOptions, field: FieldNode, { parent, sized }: Surroundings): Formula {
  const { rules, assumedListSize } = options;
  const name = field.name.value;
  const definition = isUnionType(parent) ? undefined : parent.getFields()[name];
  // Introspection, which the gateway answers itself.
  if (!definition) return 0;
  const type = getNamedType(definition.type);
  const owners = holders(options.schema, parent);
  const sizes = owners.flatMap((owner) => sizeIn(options, field, owner) ?? []);
  const coordinates = owners.map((owner) => `${owner.name}.${name}`);
  const own = highest(rules.weights, coordinates) ?? typeWeight(options, type);
  const inner =
    field.selectionSet && isCompositeType(type)
      ? selectionsCost(options, field.selectionSet, { parent: type, sized: sizes })
      : 0;
  const given = argumentsCost(rules, definition, { field, coordinate: `${parent.name}.${name}` });
  const told = sized.filter(({ names }) => names.includes(name));
  const times = isList(definition.type) ? (longest(told) ?? longest(sizes) ?? assumedListSize) : 1;
  return notNegative(sum([product(times, sum([own, inner])), given]));
}

/** As one of the types says that may answer the field, by the defaults that it has there. */
function sizeIn(
  { rules, assumedListSize }: CostOptions,
  field: FieldNode,
  owner: GraphQLCompositeType,
): Sized | undefined {
  const name = field.name.value;
  const size = rules.listSizes.get(`${owner.name}.${name}`);
  const definition = isUnionType(owner) ? undefined : owner.getFields()[name];
  if (!size || !definition) return undefined;
  const assumed = size.assumedSize ?? assumedListSize;
  return { names: size.sizedFields, length: listLength(size, definition, { field, assumed }) };
}

const longest = (sizes: readonly Sized[]): Formula | undefined => largest(sizes.map(({ length }) => length));

function typeWeight({ schema, rules }: CostOptions, type: GraphQLNamedType): number {
  const names = isCompositeType(type) ? holders(schema, type).map((holder) => holder.name) : [type.name];
  return highest(rules.weights, names) ?? (isCompositeType(type) ? COMPOSITE_WEIGHT : LEAF_WEIGHT);
}

/** The type itself, and what may stand in its place: which of them answers is not known before it answered. */
export function holders(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}

function highest(weights: ReadonlyMap<string, number>, coordinates: readonly string[]): number | undefined {
  const known = coordinates.flatMap((coordinate) => weights.get(coordinate) ?? []);
  return known.length > 0 ? Math.max(...known) : undefined;
}

const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type));
