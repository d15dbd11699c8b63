import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';

import { type Fields, isFields, readField, writeField } from './json.js';
import { typeCondition } from './type-conditions.js';

/** Changes in place what goes to a subgraph or came from it. */
export type Rewrite = (value: unknown) => void;

const FRAGMENT = '... on ';

/**
 * The changes a plan asks for: a type's name that a subgraph knows otherwise (`@interfaceObject`), a field asked for under another
 * name because two selections conflict.
 */
export function compileRewrites(schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[] = []): Rewrite {
  const all = rewrites.map((rewrite) => compileRewrite(schema, rewrite));
  return (value) => {
    for (const rewrite of all) rewrite(value);
  };
}

function compileRewrite(schema: GraphQLSchema, rewrite: FetchDataRewrite): Rewrite {
  const field = rewrite.path.at(-1);
  if (field === undefined) return () => undefined;
  const change = changeOf(rewrite, field);
  return rewrite.path
    .slice(0, -1)
    .reduceRight<Rewrite>((then, element) => onEach(step(schema, element, then)), onEach(change));
}

function changeOf(rewrite: FetchDataRewrite, field: string): (fields: Fields) => void {
  if (rewrite.kind === 'ValueSetter') return (fields) => writeField(fields, field, rewrite.setValueTo);
  return (fields) => {
    const value = readField(fields, field);
    if (value === undefined) return;
    writeField(fields, rewrite.renameKeyTo, value);
    // Left as undefined rather than deleted: a merge passes over it, and the object keeps its shape.
    writeField(fields, field, undefined);
  };
}

function step(schema: GraphQLSchema, element: string, then: Rewrite): (fields: Fields) => void {
  if (!element.startsWith(FRAGMENT)) return (fields) => then(readField(fields, element));
  const applies = typeCondition(schema, element.slice(FRAGMENT.length), true);
  return (fields) => {
    if (applies(fields['__typename'])) then(fields);
  };
}

function onEach(change: (fields: Fields) => void): Rewrite {
  return function rewrite(value): void {
    if (Array.isArray(value)) value.forEach(rewrite);
    else if (isFields(value)) change(value);
  };
}
