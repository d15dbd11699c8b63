import { execute, parse } from 'graphql';
import type { Principal } from '../identity/principal.js';
import { buildSchema } from './build-schema.js';
import type { ResolverMap } from './resolver-map.js';

const link =
  '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@policy"])';
const user = (...scopes: string[]): Principal => ({ kind: 'user', userId: 'ada', scopes });

const typeDefs = `
  extend schema ${link}
  type Query { open: String  box: Box  thing: Thing  things: [Thing!]! @authenticated }
  type Box { id: ID!  inside: String @authenticated @requiresScopes(scopes: [["a"]]) }
  interface Thing { name: String }
  type Toy implements Thing @authenticated { name: String @requiresScopes(scopes: [["names"]]) }
  extend type Toy @requiresScopes(scopes: [["toys"]])
`;
const resolvers: ResolverMap = {
  Query: {
    open: () => 'open',
    box: () => ({ id: 1, inside: 'in' }),
    thing: () => ({ __typename: 'Toy', name: 'ball' }),
    things: () => [],
  },
};

async function ask(query: string, principal: Principal) {
  const schema = buildSchema({ typeDefs, resolvers });
  const { data, errors } = await execute({
    schema,
    document: parse(query),
    contextValue: { principal, correlationId: 'c' },
  });
  const codes = errors?.map(({ originalError }) => (originalError as { code?: string } | undefined)?.code);
  return { data: JSON.parse(JSON.stringify(data)) as unknown, codes };
}

describe('the schema of a subgraph', () => {
  it('guards fields by the default resolver too', async () => {
    const query = '{ open box { id inside } }';
    expect(await ask(query, { kind: 'visitor' })).toEqual({
      data: { open: 'open', box: { id: '1', inside: null } },
      codes: ['UNAUTHENTICATED'],
    });
    expect(await ask(query, user())).toMatchObject({ codes: ['FORBIDDEN'] });
    expect(await ask(query, user('a'))).toMatchObject({ data: { box: { inside: 'in' } } });
  });

  it('adds up what the field, the type and its extension ask for', async () => {
    const query = '{ thing { name } }';
    for (const scopes of [[], ['names'], ['toys']])
      expect(await ask(query, user(...scopes))).toMatchObject({ codes: ['FORBIDDEN'] });
    expect(await ask(query, user('names', 'toys'))).toEqual({ data: { thing: { name: 'ball' } }, codes: undefined });
  });

  it('refuses resolvers of what it does not have', () => {
    const build = (extra: ResolverMap) => () => buildSchema({ typeDefs, resolvers: extra });
    expect(build({ Quarry: { open: () => 1 } })).toThrow('Quarry');
    expect(build({ Query: { opne: () => 1 } })).toThrow('Query.opne');
    expect(build({ Query: { open: () => 1, __isTypeOf: () => true } })).not.toThrow();
  });

  it('refuses to hide the directives it enforces behind other names, and what it does not enforce', () => {
    const build = (text: string) => () => buildSchema({ typeDefs: text, resolvers: {} });
    const renamed = link.replace('"@authenticated"', '{ name: "@authenticated", as: "@signedIn" }');
    expect(build(`extend schema ${renamed} type Query { a: String @signedIn }`)).toThrow('@authenticated');
    expect(build(`extend schema ${link} type Query { a: String @policy(policies: [["p"]]) }`)).toThrow('@policy');
    expect(build('type Query { a: String }')).toThrow('federation 2.5');
  });

  it('enforces the directives under their full name', async () => {
    const text =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") type Query { a: String @federation__authenticated }';
    const schema = buildSchema({ typeDefs: text, resolvers: {} });
    const contextValue = { principal: { kind: 'visitor' } };
    expect((await execute({ schema, document: parse('{ a }'), rootValue: { a: 1 }, contextValue })).data).toEqual({
      a: null,
    });
  });
});
