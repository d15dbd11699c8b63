import { type GraphQLSchema, isAbstractType } from 'graphql';

/** Which types an interface or union may be: a cache needs it to match fragments on them. */
export function possibleTypesOf(schema: GraphQLSchema): Record<string, string[]> {
  return Object.fromEntries(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}

/** The same for those who bundle TypeScript. */
export function possibleTypesModule(possibleTypes: Readonly<Record<string, string[]>>): string {
  return `/** For \`InMemoryCache({ possibleTypes })\`. */\nexport const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes, undefined, 2)};\n`;
}
