import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql';
import { BadUserInput } from '../errors/errors.js';

/**
 * Refuses what `_entities` is asked for if it names no entity of this graph by a key of its form. Apollo's resolver takes anything: what is
 * wrong would look like a failure of ours, and an object could come where a resolver looks for an id.
 */
export function refuseMalformedRepresentations(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const resolve = field?.resolve;
  if (!field || !resolve) return;
  field.resolve = (source, args: { readonly representations: readonly unknown[] }, context, info) => {
    for (const representation of args.representations) {
      if (!isRepresentation(schema, representation)) {
        throw new BadUserInput('Each of `representations` needs the `__typename` of an entity, and one of its keys.');
      }
    }
    return resolve(source, args, context, info);
  };
}

function isRepresentation(schema: GraphQLSchema, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { __typename: name, ...key } = value as Readonly<Record<string, unknown>>;
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  return (
    (isObjectType(type) || isInterfaceType(type)) &&
    keysOf(type).some((fields) => fields.every((field) => fits(type, field, key[field])))
  );
}

/** The fields of each `@key` of a type. Keys with selections of their own are left to the reference resolver. */
function keysOf({ astNode, extensionASTNodes }: GraphQLObjectType | GraphQLInterfaceType): string[][] {
  return [astNode, ...extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .filter(({ name: { value } }) => value === 'key' || value === 'federation__key')
    .flatMap(({ arguments: given }) => given?.filter(({ name }) => name.value === 'fields') ?? [])
    .map(({ value }) => String(valueFromASTUntyped(value)).trim().split(/\s+/));
}

function fits(type: GraphQLObjectType | GraphQLInterfaceType, name: string, value: unknown): boolean {
  const declared = type.getFields()[name]?.type;
  const inner = isNonNullType(declared) ? declared.ofType : declared;
  if (!isLeafType(inner)) return true;
  try {
    return value !== undefined && value !== null && inner.parseValue(value) !== undefined;
  } catch {
    return false;
  }
}
