import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { execute, type ExecutionResult, getOperationAST, getVariableValues, parse } from 'graphql';

import type { Fields } from '../../src/execution/json.js';
import type { Subgraph, SubgraphOperation } from '../../src/execution/subgraph.js';
import { prepareOperation } from '../../src/operations/prepared-operation.js';
import type { RequestContext } from '../../src/request-context.js';
import { type LoadedSupergraph, loadSupergraph } from '../../src/supergraph/supergraph.js';

/** A subgraph without a port. */
export interface Definition {
  readonly typeDefs: string;
  readonly resolvers: GraphQLResolverMap<unknown>;
}

export type Definitions = Readonly<Record<string, Definition>>;

export const link = (imports: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;

/** Composes them. @throws {AggregateError} with each reason why they do not */
export function composeInMemory(definitions: Definitions): LoadedSupergraph {
  const services = Object.entries(definitions).map(([name, { typeDefs }]) => ({
    name,
    url: `http://${name}.example`,
    typeDefs: parse(typeDefs),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? []);
  return loadSupergraph(supergraphSdl);
}

export interface InMemorySubgraph extends Subgraph {
  readonly asked: SubgraphOperation[];
}

/** Answers by JSON, as a connection would. */
export function subgraphsInMemory(definitions: Definitions): Readonly<Record<string, InMemorySubgraph>> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { typeDefs, resolvers }]) => {
      const schema = buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers });
      const asked: SubgraphOperation[] = [];
      const ask = async (operation: SubgraphOperation): Promise<{ data?: Fields }> => {
        asked.push(operation);
        const { variables, question } = operation;
        const { query, operationName } = question;
        const result = await execute({
          schema,
          document: parse(query),
          operationName: operationName ?? null,
          variableValues: JSON.parse(JSON.stringify(variables)) as Fields,
        });
        return JSON.parse(JSON.stringify(result)) as { data?: Fields };
      };
      return [name, { asked, ask }];
    }),
  );
}

export interface Question {
  readonly supergraph: LoadedSupergraph;
  readonly subgraphs: Readonly<Record<string, InMemorySubgraph>>;
  readonly text: string;
  readonly variables?: Fields;
}

/** Answers as the gateway does, behind its door. */
export async function answerInMemory({
  supergraph,
  subgraphs,
  text,
  variables = {},
}: Question): Promise<ExecutionResult> {
  const document = parse(text);
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  const { coerced = {} } = getVariableValues(supergraph.schema, definitions, variables);
  const { execute: run } = prepareOperation({ supergraph, document, variables: coerced });
  return run({ subgraphs, variables, context: {} as RequestContext });
}
