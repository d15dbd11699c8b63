import type { GraphQLResolveInfo, GraphQLScalarType } from 'graphql';

/**
 * A resolver as a service writes it, with types of its own for parent, arguments and context. `never` stands for all of
 * them: nobody but graphql-js calls it.
 */
export type Resolver = (parent: never, argumentsOrContext: never, context: never, info: GraphQLResolveInfo) => unknown;

/** Resolvers by type and field; `__resolveReference(reference, context, info)` and `__resolveType` stand beside the fields. */
export type ResolverMap = Readonly<
  Record<
    string,
    | GraphQLScalarType
    | Readonly<
        Record<string, Resolver | { readonly subscribe?: Resolver; readonly resolve?: Resolver } | string | number>
      >
  >
>;
