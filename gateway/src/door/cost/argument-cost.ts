import {
  type FieldNode,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
  valueFromAST,
  visit,
} from 'graphql';

import type { CostRules } from '../../supergraph/cost-rules.js';
import { type Formula, sum, type Variables } from './formula.js';

const INPUT_OBJECT_WEIGHT = 1;

/** What is given to a field: 1 for each input object, or what `@cost` says of arguments, input fields and types. */
export function argumentsCost(
  rules: CostRules,
  definition: GraphQLField<unknown, unknown>,
  { field, coordinate }: { field: FieldNode; coordinate: string },
): Formula {
  return sum(
    (field.arguments ?? []).map(({ name, value }) => {
      const type = definition.args.find((argument) => argument.name === name.value)?.type;
      if (!type) return 0;
      const weight = rules.weights.get(`${coordinate}(${name.value}:)`);
      const cost = (variables: Variables): number =>
        valueCost(rules, type, { value: valueFromAST(value, type, variables), weight });
      return hasVariables(value) ? cost : cost({});
    }),
  );
}

function valueCost(
  rules: CostRules,
  type: GraphQLInputType,
  { value, weight }: { value: unknown; weight: number | undefined },
): number {
  if (value === null || value === undefined) return 0;
  const given = getNullableType(type);
  if (isListType(given)) {
    const items = value as readonly unknown[];
    return items.reduce<number>((total, item) => total + valueCost(rules, given.ofType, { value: item, weight }), 0);
  }
  const own = weight ?? rules.weights.get(given.name);
  if (!isInputObjectType(given)) return own ?? 0;
  return Object.values(given.getFields()).reduce((total, { name, type: fieldType }) => {
    const inner = { value: (value as Variables)[name], weight: rules.weights.get(`${given.name}.${name}`) };
    return total + valueCost(rules, fieldType, inner);
  }, own ?? INPUT_OBJECT_WEIGHT);
}

function hasVariables(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    [Kind.VARIABLE]: () => {
      found = true;
    },
  });
  return found;
}
