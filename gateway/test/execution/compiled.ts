import { type ExecutionResult, getVariableValues, parse } from 'graphql';

import type { Fields } from '../../src/execution/json.js';
import { prepareOperation } from '../../src/operations/prepared-operation.js';
import type { RequestContext } from '../../src/request-context.js';
import { composeLibrary, type LibrarySubgraph, librarySubgraphs } from './library.js';

export const supergraph = composeLibrary();

export type LibrarySubgraphs = Readonly<Record<string, LibrarySubgraph>>;

/** Answers as the gateway does, behind its door. */
export async function answer(
  text: string,
  variables: Fields = {},
  subgraphs: LibrarySubgraphs = librarySubgraphs(),
): Promise<ExecutionResult> {
  const { execute, operation } = prepareOperation({ supergraph, document: parse(text) });
  const { coerced = {} } = getVariableValues(supergraph.schema, operation.variableDefinitions ?? [], variables);
  return execute({ subgraphs, variables, coercedVariables: coerced, context: {} as RequestContext });
}
