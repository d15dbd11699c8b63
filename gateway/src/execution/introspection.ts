import {
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';

import type { Fragments } from '../operations/fragments.js';
import { readField } from './json.js';

/** What a client asked, and the graph as it sees it. */
export interface OperationParts {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
}

/** Answers a `__schema` or `__type` field of an operation. */
export function introspect(
  { schema, operation, fragments }: OperationParts,
  field: FieldNode,
  variableValues: Readonly<Record<string, unknown>>,
): unknown {
  const { data } = executeSync({
    schema,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          ...operation,
          operation: OperationTypeNode.QUERY,
          selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
        },
        ...Object.values(fragments),
      ],
    },
    variableValues,
  });
  return data ? readField(data, field.alias?.value ?? field.name.value) : null;
}
