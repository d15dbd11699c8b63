import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  getOperationAST,
  type GraphQLNamedType,
  type GraphQLSchema,
  parse,
  responsePathAsArray,
  type SelectionSetNode,
} from 'graphql';

import { fragmentsOf } from '../operations/fragments.js';
import { collectFields } from './collect-fields.js';
import type { Path, Place } from './places.js';
import { compilePathRenames } from './renamed-paths.js';

export interface FailedFetch {
  readonly node: FetchNode;
  /** The whole of it. */
  readonly plan: PlanNode | undefined;
  /** The supergraph's. */
  readonly schema: GraphQLSchema;
}

export interface MissingKeys {
  /** Of a place, also those that other fetches would have added to it. */
  readonly keys: ReadonlySet<string>;
  /** Those of the fetch itself that no other fetch at this place reads. */
  readonly elsewhere: readonly string[];
}

export type MissingAt = (place: Place) => MissingKeys;

/** What a place lacks because a fetch has failed, and with it all that read at this place what it was to bring. */
export function missingKeys({ node, plan, schema }: FailedFetch): MissingAt {
  const keysOf = fetchedKeys(node, schema);
  const readers = entityFetches(plan).map((fetch) => ({ ...fetch, keysOf: fetchedKeys(fetch.node, schema) }));
  return (place) => {
    const own = keysOf(place);
    const at = fieldsOn(place.path);
    const here = readers.filter((reader) => reader.node !== node && reader.at === at);
    const keys = new Set(own);
    for (let size = 0; size < keys.size;) {
      size = keys.size;
      for (const { reads, keysOf: more } of here)
        if (reads.some((key) => keys.has(key))) more(place).forEach((key) => keys.add(key));
    }
    return { keys, elsewhere: own.filter((key) => !here.some(({ reads }) => reads.includes(key))) };
  };
}

/** The keys that a fetch adds to a place. */
function fetchedKeys(
  { operation: text, requires, outputRewrites }: FetchNode,
  schema: GraphQLSchema,
): (place: Place) => string[] {
  const document = parse(text);
  const operation = getOperationAST(document);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return () => [];
  const input = { schema, fragments: fragmentsOf(document) };
  const rename = compilePathRenames(outputRewrites);
  const keysOf = (type: GraphQLNamedType, parts: readonly SelectionSetNode[]): string[] =>
    collectFields(input, type, parts).flatMap(({ key, node }) =>
      node.name.value === '__typename' ? [] : rename([key]).map(String),
    );
  if (!requires) return () => keysOf(root, [operation.selectionSet]);
  const entities = collectFields(input, root, [operation.selectionSet]).flatMap(({ parts }) => parts);
  return ({ fields: { __typename: name } }) => {
    const type = typeof name === 'string' ? schema.getType(name) : undefined;
    return type ? keysOf(type, entities) : [];
  };
}

interface EntityFetch {
  readonly node: FetchNode;
  /** The fields on the way to its places. */
  readonly at: string;
  /** The keys of a place that it tells its subgraph. */
  readonly reads: readonly string[];
}

function entityFetches(node: PlanNode | undefined): EntityFetch[] {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(entityFetches);
    case 'Flatten': {
      const { path, node: fetch } = node;
      if (fetch.kind !== 'Fetch' || !fetch.requires) return [];
      const at = path.filter((element) => element !== '@').join('.');
      return [{ node: fetch, at, reads: fetch.requires.flatMap(keysRead) }];
    }
    default:
      return [];
  }
}

function keysRead(selection: QueryPlanSelectionNode): string[] {
  if (selection.kind === 'InlineFragment') return selection.selections.flatMap(keysRead);
  const key = selection.alias ?? selection.name;
  return key === '__typename' ? [] : [key];
}

const fieldsOn = (path: Path): string =>
  responsePathAsArray(path)
    .filter((key) => typeof key === 'string')
    .join('.');
