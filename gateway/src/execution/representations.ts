import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';

import { type Fields, isFields, mergeInto, readField, writeField } from './json.js';
import { typeCondition } from './type-conditions.js';

/** What a subgraph is told of an entity, or undefined when what it requires is not known: the reason is an error already. */
export type Represent = (entity: Fields) => Fields | undefined;

type Copy = (from: Fields, to: Fields) => boolean;

/** From a fetch's `requires`, once; `schema` is the supergraph's, since keys may be fields that clients do not see. */
export function compileRepresentation(schema: GraphQLSchema, requires: readonly QueryPlanSelectionNode[]): Represent {
  const represent = compileSelection(schema, requires);
  return (entity) => {
    const representation = represent(entity);
    return representation?.['__typename'] === undefined ? undefined : representation;
  };
}

function compileSelection(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Represent {
  const copies = selections.flatMap((selection): Copy[] => {
    if (selection.kind === 'Field') return [copyField(schema, selection)];
    return selection.typeCondition === undefined ? [] : [copyFragment(schema, selection, selection.typeCondition)];
  });
  return (from) => {
    const to: Fields = {};
    for (const copy of copies) if (!copy(from, to)) return undefined;
    return to;
  };
}

function copyField(schema: GraphQLSchema, field: QueryPlanSelectionNode & { kind: 'Field' }): Copy {
  const name = field.alias ?? field.name;
  const represent = field.selections && compileSelection(schema, field.selections);
  const valueOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(valueOf);
    return represent && isFields(value) ? (represent(value) ?? null) : value;
  };
  return (from, to) => {
    const value = readField(from, name);
    if (value === undefined) return false;
    writeField(to, name, valueOf(value));
    return true;
  };
}

function copyFragment(
  schema: GraphQLSchema,
  { selections }: QueryPlanSelectionNode & { kind: 'InlineFragment' },
  condition: string,
): Copy {
  const applies = typeCondition(schema, condition, false);
  const represent = compileSelection(schema, selections);
  return (from, to) => {
    if (!applies(from['__typename'])) return true;
    const part = represent(from);
    if (part) mergeInto(to, part);
    return true;
  };
}
