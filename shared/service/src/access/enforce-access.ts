import {
  defaultFieldResolver,
  type DirectiveNode,
  getNamedType,
  type GraphQLField,
  type GraphQLFieldMap,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import type { GraphQLReferenceResolver } from '@apollo/subgraph/dist/schemaExtensions.js';
import type { RequestContext } from '../transport/request-context.js';
import { refusal, type Requirement, requirementOf } from './requirement.js';

/**
 * Guards resolvers in place as `@authenticated` and `@requiresScopes` ask. A directive on a type guards every field of
 * the type, every field that returns it, and its reference resolver, so that not even its existence shows. Federation
 * refuses both on interfaces.
 *
 * @throws {TypeError} when the schema hides the directives behind other names, or applies `@policy`
 */
export function enforceAccess(schema: GraphQLSchema): void {
  for (const name of ['authenticated', 'requiresScopes']) {
    if (!schema.getDirective(name) && !schema.getDirective(`federation__${name}`)) {
      throw new TypeError(`the schema must link federation 2.5 or later, and import @${name} under its own name`);
    }
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || !isObjectType(type)) continue;
    const fields = type.getFields() as GraphQLFieldMap<unknown, RequestContext>;
    for (const field of Object.values(fields)) guardField(type, field);
    guardReference(type);
  }
}

function guardField(type: GraphQLObjectType, field: GraphQLField<unknown, RequestContext>): void {
  const returned = getNamedType(field.type);
  const requirement = requirementOf([
    ...(field.astNode?.directives ?? []),
    ...directivesOf(type),
    ...directivesOf(returned),
  ]);
  if (!requirement) return;
  const { resolve = defaultFieldResolver, subscribe } = field;
  field.resolve = (parent, args, context, info) => {
    admit(requirement, context);
    return resolve(parent, args, context, info);
  };
  if (!subscribe) return;
  field.subscribe = (parent, args, context, info) => {
    admit(requirement, context);
    return subscribe(parent, args, context, info);
  };
}

/** Always asynchronous: what a reference resolver throws at once would take all entities of the request with it. */
function guardReference(type: GraphQLObjectType): void {
  const subgraph = (type.extensions as SubgraphExtensions).apollo?.subgraph;
  if (!subgraph?.resolveReference) return;
  const { resolveReference } = subgraph;
  const requirement = requirementOf(directivesOf(type));
  subgraph.resolveReference = async (reference, context, info) => {
    if (requirement) admit(requirement, context);
    return (await resolveReference(reference, context, info)) as unknown;
  };
}

function admit(requirement: Requirement, { principal }: RequestContext): void {
  const error = refusal(requirement, principal);
  if (error) throw error;
}

const directivesOf = (type: GraphQLNamedType): readonly DirectiveNode[] => [
  ...(type.astNode?.directives ?? []),
  ...type.extensionASTNodes.flatMap(({ directives }) => directives ?? []),
];

interface SubgraphExtensions {
  readonly apollo?: { readonly subgraph?: { resolveReference?: GraphQLReferenceResolver<RequestContext> } };
}
