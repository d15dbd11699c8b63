import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

import { loadSupergraph } from '../supergraph/supergraph.js';
import { type CachePolicy, cachePolicy } from './cache-policy.js';

const typeDefs = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
    @link(url: "https://example.com/cache/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: cache__Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum cache__Scope { PUBLIC PRIVATE }
  type Query {
    node: Node @cacheControl(maxAge: 60)
    nodes: [Node!] @cacheControl(maxAge: 60)
    found: [Found] @cacheControl(maxAge: 60)
    open: Open @cacheControl(maxAge: 60)
    holder: Holder @cacheControl(maxAge: 60)
    bare: Bare
    book: Book
  }
  interface Node { id: ID! }
  interface Open { id: ID! }
  interface Bare @cacheControl(maxAge: 30) { id: ID! }
  union Found = Book | Leaflet
  type Account implements Node @cacheControl(maxAge: 60, scope: PRIVATE) { id: ID! }
  type Book implements Node & Open & Bare @cacheControl(maxAge: 50) { id: ID! }
  type Leaflet implements Open & Bare @cacheControl(maxAge: 5) { id: ID! }
  type Scroll implements Open { id: ID! }
  type Holder @cacheControl(maxAge: 60) { held: Node @cacheControl(maxAge: 60) }`;

const { supergraphSdl } = composeServices([{ name: 'one', url: 'http://one', typeDefs: parse(typeDefs) }]);
const { schema, caching } = loadSupergraph(supergraphSdl ?? '');
const policyOf = (text: string): CachePolicy => cachePolicy(schema, parse(text), caching);

describe('the cache policy of a field that returns an interface or a union', () => {
  it.each([
    ['{ node { id } }', { maxAge: 50, scope: 'PRIVATE' }],
    ['{ nodes { ... on Book { id } } }', { maxAge: 50, scope: 'PRIVATE' }],
    ['{ nodes { ... on Account { id } } }', { maxAge: 50, scope: 'PRIVATE' }],
    ['{ holder { held { __typename } } }', { maxAge: 50, scope: 'PRIVATE' }],
    ['{ found { ... on Book { id } } }', { maxAge: 5, scope: 'PUBLIC' }],
    ['{ bare { id } }', { maxAge: 5, scope: 'PUBLIC' }],
  ])('is as strict as any type that may be answered: %s', (text, policy) => {
    expect(policyOf(text)).toEqual(policy);
  });

  it('takes nothing from a type without hints', () => {
    expect(policyOf('{ open { id } }')).toEqual({ maxAge: 5, scope: 'PUBLIC' });
  });
});

it('the cache policy of a field that returns an object type is that of its own type', () => {
  expect(policyOf('{ book { id } }')).toEqual({ maxAge: 50, scope: 'PUBLIC' });
});
