import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';

/** An id by its type, or what stands for one by its name: a cursor, a key. */
const isKey = ({ name, type }: Input): boolean => getNamedType(type).name === 'ID' || /^after$|sku$|key$/i.test(name);

type Input = GraphQLArgument | GraphQLInputField;

/** Every argument of every field, or input field below one, by which something can be named: `Mutation.cancelOrder(input.orderId)`. */
export function idArguments(schema: GraphQLSchema): string[] {
  const found: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const path of field.args.flatMap((argument) => keysIn(argument))) {
        found.push(`${type.name}.${field.name}(${path})`);
      }
    }
  }
  return found;
}

function keysIn(input: Input, within: readonly string[] = []): string[] {
  const path = [...within, input.name];
  const type = getNamedType(input.type);
  if (!isInputObjectType(type)) return isKey(input) ? [path.join('.')] : [];
  return Object.values(type.getFields()).flatMap((field) => keysIn(field, path));
}
