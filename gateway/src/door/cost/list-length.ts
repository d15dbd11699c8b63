import { type FieldNode, type GraphQLField, GraphQLInt, Kind, valueFromAST } from 'graphql';

import type { ListSize } from '../../supergraph/cost-rules.js';
import { refusal } from '../refusal.js';
import type { Formula, Variables } from './formula.js';

type Slice = number | undefined | ((variables: Variables) => number | undefined);

/**
 * How many items a field's lists have: the largest of its slicing arguments, defaults included, else `assumed`. Throws
 * SLICING_ARGUMENT_REQUIRED where the subgraph wants exactly one, as Apollo's router does.
 */
export function listLength(
  { slicingArguments, requireOneSlicingArgument }: ListSize,
  definition: GraphQLField<unknown, unknown>,
  { field, assumed }: { field: FieldNode; assumed: number },
): Formula {
  if (slicingArguments.length === 0) return assumed;
  const slices = slicingArguments.map((name) => sliceOf(name, definition, field));
  const length = (variables: Variables): number => {
    const given = slices.flatMap((slice) => (typeof slice === 'function' ? slice(variables) : slice) ?? []);
    if (requireOneSlicingArgument && given.length !== 1) {
      const choice = slicingArguments.join(', ');
      throw refusal('SLICING_ARGUMENT_REQUIRED', `Give \`${field.name.value}\` exactly one of: ${choice}.`);
    }
    return given.length > 0 ? Math.max(0, ...given) : assumed;
  };
  return slices.some((slice) => typeof slice === 'function') ? length : length({});
}

function sliceOf(name: string, definition: GraphQLField<unknown, unknown>, field: FieldNode): Slice {
  const fallback = numberOf(definition.args.find((argument) => argument.name === name)?.defaultValue);
  const value = field.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value === undefined) return fallback;
  if (value.kind !== Kind.VARIABLE) return numberOf(valueFromAST(value, GraphQLInt));
  const variable = value.name.value;
  return (variables) => (variable in variables ? numberOf(variables[variable]) : fallback);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
