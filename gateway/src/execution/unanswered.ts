import type { FetchNode } from '@apollo/query-planner';
import {
  type FieldNode,
  getOperationAST,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  parse,
  responsePathAsArray,
  type SelectionSetNode,
} from 'graphql';

import { clientKey } from '../operations/own-keys.js';
import { fragmentsOf } from '../operations/fragments.js';
import { collectFields } from './collect-fields.js';
import type { OperationParts } from './introspection.js';
import { pathOf, type Place } from './places.js';

/** A list may have any number of places; whoever reads these knows the others. */
const MOST = 10;

export interface UnansweredFetch {
  readonly node: FetchNode;
  /** The supergraph's. */
  readonly schema: GraphQLSchema;
  /** What the client asked. */
  readonly asked: OperationParts;
}

type ErrorPath = readonly (string | number)[];

/**
 * Paths of the first fields that are null because a fetch was not answered, by the places that asked; of a place itself if the client asked for none of
 * what was to come, which another subgraph needs. At least one, which may be empty. Nothing is done before a fetch has failed.
 */
export function unansweredPaths({ node, schema, asked }: UnansweredFetch): (places: readonly Place[]) => ErrorPath[] {
  let keysOf: ((place: Place) => string[]) | undefined;
  return (places) => {
    keysOf ??= fetchedKeys(node, schema);
    const paths: ErrorPath[] = [];
    for (const place of places) {
      if (paths.length >= MOST) break;
      const wanted = keysAt(asked, place);
      const missing = keysOf(place).filter((key) => wanted.has(key));
      const at = pathOf(place.path);
      paths.push(...(missing.length > 0 ? missing.map((key) => [...at, clientKey(key)]) : [at]));
    }
    return paths.length > 0 ? paths.slice(0, MOST) : [[]];
  };
}

/** The keys that a fetch adds to a place. */
function fetchedKeys({ operation: text, requires }: FetchNode, schema: GraphQLSchema): (place: Place) => string[] {
  const document = parse(text);
  const operation = getOperationAST(document);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return () => [];
  const input = { schema, fragments: fragmentsOf(document) };
  const keysOf = (type: GraphQLNamedType, parts: readonly SelectionSetNode[]): string[] =>
    collectFields(input, type, parts).flatMap(({ key, node }) => (node.name.value === '__typename' ? [] : [key]));
  if (!requires) return () => keysOf(root, [operation.selectionSet]);
  const entities = collectFields(input, root, [operation.selectionSet]).flatMap(({ parts }) => parts);
  return ({ fields: { __typename: name } }) => {
    const type = typeof name === 'string' ? schema.getType(name) : undefined;
    return type ? keysOf(type, entities) : [];
  };
}

/** The keys that the client selects at a place, whatever the types on the way. */
function keysAt({ operation, fragments }: OperationParts, { path }: Place): ReadonlySet<string> {
  const fieldsOf = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      return fragment ? fieldsOf(fragment.selectionSet) : [];
    });
  let fields = fieldsOf(operation.selectionSet);
  for (const key of responsePathAsArray(path)) {
    if (typeof key === 'number') continue;
    fields = fields
      .filter((field) => keyOf(field) === key)
      .flatMap(({ selectionSet }) => (selectionSet ? fieldsOf(selectionSet) : []));
  }
  return new Set(fields.map(keyOf));
}

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;
