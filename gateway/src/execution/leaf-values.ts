import { type GraphQLLeafType, isEnumType } from 'graphql';

const isText = (value: unknown): boolean => typeof value === 'string';
/** Of 32 bits with a sign (GraphQL specification, Int). */
const isInt = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;

const builtIn: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: isText,
  Boolean: (value) => typeof value === 'boolean',
  Int: isInt,
  Float: (value) => Number.isFinite(value),
  ID: (value) => isText(value) || Number.isInteger(value),
};

/** Whether a value of JSON is one of the type. What a scalar of the graph's own may be, only its subgraphs know. */
export function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  return builtIn[type.name] ?? (() => true);
}
