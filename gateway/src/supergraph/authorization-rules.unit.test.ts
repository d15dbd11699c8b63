import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

import { loadSupergraph } from './supergraph.js';

function rulesOf(typeDefs: string): Record<string, unknown> {
  const link =
    '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", {name: "@requiresScopes", as: "@needs"}])';
  const { supergraphSdl } = composeServices([
    { name: 'one', url: 'http://one', typeDefs: parse(`extend schema ${link} ${typeDefs}`) },
  ]);
  return Object.fromEntries(
    [...loadSupergraph(supergraphSdl ?? '').authorization].map(([field, needs]) => [
      field,
      needs.map(({ scopes }) => scopes),
    ]),
  );
}

describe('authorization rules of a supergraph', () => {
  it('are read under whatever names the directives were imported', () => {
    expect(
      rulesOf('type Query { open: Int user: Int @authenticated staff: Int @needs(scopes: [["a", "b"], ["c"]]) }'),
    ).toEqual({
      'Query.user': [[]],
      'Query.staff': [[['a', 'b'], ['c']]],
    });
  });

  it('of a type hold for its fields and for fields that return it', () => {
    expect(
      rulesOf('type Query { vaults: [Vault!]! } type Vault @authenticated { code: Int @needs(scopes: [["code"]]) }'),
    ).toEqual({
      'Query.vaults': [[]],
      'Vault.code': [[], [['code']]],
    });
  });

  it('of implementations hold for the fields of their interface', () => {
    const rules = rulesOf(
      'type Query { nodes: [Node] } interface Node { id: ID } type Open implements Node { id: ID } type Shut implements Node { id: ID @authenticated }',
    );
    expect(Object.keys(rules).sort()).toEqual(['Node.id', 'Shut.id']);
  });

  it('do not pass unnoticed when the supergraph uses what this gateway does not enforce', () => {
    const link = '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@policy"])';
    const typeDefs = parse(`extend schema ${link} type Query { a: Int @policy(policies: [["p"]]) }`);
    const { supergraphSdl } = composeServices([{ name: 'one', url: 'http://one', typeDefs }]);
    expect(() => loadSupergraph(supergraphSdl ?? '')).toThrow('policy');
  });
});
