import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, isAbstractType, isEnumType, isObjectType, isScalarType, parse } from 'graphql';
import { enforceAccess } from '../access/enforce-access.js';
import { enforceDeadlines } from '../transport/deadline.js';
import { refuseMalformedRepresentations } from './representations.js';
import type { ResolverMap } from './resolver-map.js';
import { scalarResolvers } from './scalars.js';

/**
 * The executable schema of a subgraph: federation's fields, the shared scalars where they are declared, and the access
 * directives enforced.
 *
 * @throws {TypeError} for a resolver of something that the schema does not have
 */
export function buildSchema(options: { readonly typeDefs: string; readonly resolvers: ResolverMap }): GraphQLSchema {
  const typeDefs = parse(options.typeDefs);
  const declared = buildSubgraphSchema({ typeDefs });
  const scalars = Object.fromEntries(Object.entries(scalarResolvers).filter(([name]) => declared.getType(name)));
  const resolvers: ResolverMap = { ...scalars, ...options.resolvers };
  for (const [type, fields] of Object.entries(resolvers)) assertKnown(declared, type, fields);
  const schema = buildSubgraphSchema({ typeDefs, resolvers: resolvers as BuildResolvers });
  enforceAccess(schema);
  refuseMalformedRepresentations(schema);
  enforceDeadlines(schema);
  return schema;
}

type BuildResolvers = NonNullable<
  Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']
>;

// buildSubgraphSchema passes over what it does not know: a misspelt resolver would never be called.
function assertKnown(schema: GraphQLSchema, name: string, fields: ResolverMap[string]): void {
  const type = schema.getType(name);
  if (isScalarType(type) || isEnumType(type) || isAbstractType(type)) return;
  if (!isObjectType(type)) throw new TypeError(`resolvers for ${name}, which the schema does not have`);
  const known = type.getFields();
  const unknown = Object.keys(fields).filter((field) => !field.startsWith('__') && !(field in known));
  if (unknown.length > 0) throw new TypeError(`resolvers for ${name}.${unknown.join(', ')}: no such field`);
}
