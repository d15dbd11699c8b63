import {
  execute,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLTypeResolver,
  parse,
} from 'graphql';

import type { Fields } from '../../src/execution/json.js';
import { supergraph } from './compiled.js';
import { libraryDefinitions } from './library.js';

type Resolver = (parent: Fields, args: Fields) => unknown;

/** Asks graphql-js alone, as if the library were one service: what every plan for it should come to. */
export async function askLibraryItself(text: string, variables: Fields): Promise<ExecutionResult> {
  return execute({
    schema: supergraph.schema,
    document: parse(text),
    variableValues: variables,
    rootValue: {},
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
}

const resolveField: GraphQLFieldResolver<Fields, unknown> = (parent, args: Fields, _context, info) => {
  const { fieldName: name, parentType } = info;
  const [resolver] = resolversOf(parentType, name);
  if (resolver) return resolver(withRequired(parent, parentType), args);
  if (name in parent) return parent[name];
  const known = resolversOf(parentType, '__resolveReference').map((refer) => refer(parent, {}) as Fields);
  return known.find((each) => name in each)?.[name];
};

/** What one subgraph knows only as an interface, another knows the type of. */
const resolveType: GraphQLTypeResolver<Fields, unknown> = (value) => {
  const { __typename: name } = value['__typename']
    ? value
    : (resolverOf('Work', '__resolveReference')?.(value, {}) as Fields);
  return String(name);
};

/** What `@requires` says a subgraph is told of a book. */
function withRequired(parent: Fields, { name }: GraphQLObjectType): Fields {
  if (name !== 'Book') return parent;
  const size = resolverOf('Book', 'size')?.(parent, {});
  return { ...parent, size, pages: resolverOf('Book', 'pages')?.(parent, { unit: 'cm' }) };
}

/** Of a field, as far as subgraphs have one: of the type itself, or of an interface that stands for it. */
const resolversOf = (type: GraphQLObjectType, field: string): Resolver[] =>
  [type, ...type.getInterfaces()].flatMap(({ name }) => allResolvers(name, field));

const resolverOf = (type: string, field: string): Resolver | undefined => allResolvers(type, field)[0];

const allResolvers = (type: string, field: string): Resolver[] =>
  Object.values(libraryDefinitions).flatMap(({ resolvers }) => {
    const resolver = (resolvers as Readonly<Record<string, Readonly<Record<string, Resolver>>>>)[type]?.[field];
    return resolver ? [resolver] : [];
  });
