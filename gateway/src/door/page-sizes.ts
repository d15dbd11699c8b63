import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

import type { CostRules } from '../supergraph/cost-rules.js';
import { holders } from './cost/operation-cost.js';

/** How many items one argument asks for. */
export interface PageSize {
  argument: string;
  /** A literal, or the default of the variable. */
  size: number | undefined;
  /** Its value goes before `size`. */
  variable: string | undefined;
}

export interface PageSizesOptions {
  schema: GraphQLSchema;
  rules: Pick<CostRules, 'listSizes'>;
}

/** What connections call them; others are known by `@listSize(slicingArguments:)`. */
const USUAL = ['first', 'last'];

/** The page sizes in a validated document of one operation and its fragments, each once however often it is spread. */
export function pageSizes(document: DocumentNode, { schema, rules }: PageSizesOptions): PageSize[] {
  const found: PageSize[] = [];
  const defaults = new Map<string, number | undefined>();
  const types = new TypeInfo(schema);
  const slicingArguments = (parent: GraphQLCompositeType, field: string): readonly string[] =>
    holders(schema, parent).flatMap(({ name }) => rules.listSizes.get(`${name}.${field}`)?.slicingArguments ?? []);
  const visitor = visitWithTypeInfo(types, {
    VariableDefinition: ({ variable, defaultValue }) => {
      defaults.set(variable.name.value, defaultValue && numberOf(defaultValue));
    },
    Field: ({ name: field, arguments: given = [] }) => {
      const parent = types.getParentType();
      if (!parent || given.length === 0) return;
      const slicing = [...USUAL, ...slicingArguments(parent, field.value)];
      for (const { name, value } of given) {
        if (!slicing.includes(name.value)) continue;
        const variable = value.kind === Kind.VARIABLE ? value.name.value : undefined;
        found.push({ argument: name.value, size: numberOf(value), variable });
      }
    },
  });
  visit(document, visitor);
  return found.map((page) => (page.variable === undefined ? page : { ...page, size: defaults.get(page.variable) }));
}

function numberOf(value: ValueNode): number | undefined {
  return value.kind === Kind.INT ? Number(value.value) : undefined;
}
