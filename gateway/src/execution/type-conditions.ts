import { type GraphQLNamedType, type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** Whether every object of `type` satisfies `... on condition`. */
export function satisfies(schema: GraphQLSchema, type: GraphQLNamedType, condition: string): boolean {
  if (type.name === condition) return true;
  const wanted = schema.getType(condition);
  if (!isAbstractType(wanted)) return false;
  return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type);
}

/** The same for an object that a subgraph answered; `unknown` is the answer when it does not say its type. */
export type TypeCondition = (typename: unknown) => boolean;

/** Few types meet a condition again and again: each is decided once. */
export function typeCondition(schema: GraphQLSchema, condition: string, unknown: boolean): TypeCondition {
  const known = new Map<unknown, boolean>([[undefined, unknown]]);
  return (typename) => {
    const decided = known.get(typename);
    if (decided !== undefined) return decided;
    const type = typeof typename === 'string' ? schema.getType(typename) : undefined;
    const holds = type !== undefined && satisfies(schema, type, condition);
    // A name that the graph does not have is a subgraph's invention, of which there may be any number.
    if (type !== undefined) known.set(typename, holds);
    return holds;
  };
}
