import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

import { loadSupergraph } from '../supergraph/supergraph.js';
import { type CachePolicy, cachePolicy } from './cache-policy.js';

const FEDERATION = `@link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@composeDirective", "@external", "@interfaceObject", "@key", "@override", "@shareable"])`;
const HINTING = `
  extend schema ${FEDERATION}
    @link(url: "https://example.com/cache/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: cache__Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum cache__Scope { PUBLIC PRIVATE }`;
const SILENT = `extend schema ${FEDERATION}`;

/** Answers the policies of operations on a supergraph of these subgraphs. */
function policiesOf(subgraphs: Readonly<Record<string, string>>): (text: string) => CachePolicy {
  const services = Object.entries(subgraphs).map(([name, text]) => ({
    name,
    url: `http://${name}`,
    typeDefs: parse(text),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.join('\n'));
  const { schema, caching } = loadSupergraph(supergraphSdl);
  return (text) => cachePolicy(schema, parse(text), caching);
}

const kept = (maxAge: number, scope: CachePolicy['scope'] = 'PUBLIC') => ({ maxAge, scope });

const media = `${HINTING}
  interface Media @key(fields: "id") { id: ID! }
  type Book implements Media @key(fields: "id") @cacheControl(maxAge: 60) { id: ID! title: String }
  type Query { book: Book @cacheControl(maxAge: 60) media: Media @cacheControl(maxAge: 60) }`;

describe('a field that an @interfaceObject adds', () => {
  it('is not kept for the hints of others when its subgraph gives none', () => {
    const policyOf = policiesOf({
      books: media,
      ratings: `${SILENT} type Media @key(fields: "id") @interfaceObject { id: ID! myRating: Int }`,
    });
    expect(policyOf('{ book { id title } }')).toEqual(kept(60));
    expect(policyOf('{ media { id ... on Book { title } } }')).toEqual(kept(60));
    expect(policyOf('{ book { myRating } }').maxAge).toBe(0);
    expect(policyOf('{ media { myRating } }').maxAge).toBe(0);
    expect(policyOf('{ media { ... on Book { myRating } } }').maxAge).toBe(0);
  });

  it('is not kept either when nothing is known to implement the interface', () => {
    const policyOf = policiesOf({
      books: `${HINTING}
        interface Media @key(fields: "id") { id: ID! }
        type Query { media: Media @cacheControl(maxAge: 60) }`,
      ratings: `${SILENT} type Media @key(fields: "id") @interfaceObject { id: ID! myRating: Int }`,
    });
    expect(policyOf('{ media { myRating } }').maxAge).toBe(0);
  });

  it('is kept as its own subgraph says', () => {
    const policyOf = policiesOf({
      books: media,
      ratings: `${HINTING}
        type Media @key(fields: "id") @interfaceObject {
          id: ID! rating: Int myRating: Int @cacheControl(maxAge: 5, scope: PRIVATE)
        }`,
    });
    for (const field of ['book', 'media']) {
      expect(policyOf(`{ ${field} { rating } }`)).toEqual(kept(60));
      expect(policyOf(`{ ${field} { myRating } }`)).toEqual(kept(5, 'PRIVATE'));
    }
  });
});

describe('a field that one subgraph takes over from another', () => {
  const old = `${HINTING}
    type Book @key(fields: "id") @key(fields: "isbn") @cacheControl(maxAge: 60) {
      id: ID! isbn: ID! title: String price: Int @cacheControl(maxAge: 30)
    }
    type Query { book: Book @cacheControl(maxAge: 60) }`;

  it('is not kept for the hints of the other', () => {
    const policyOf = policiesOf({
      old,
      young: `${SILENT}
        type Book @key(fields: "id") {
          id: ID! isbn: ID! @override(from: "old") price: Int @override(from: "old") mine: Int
        }`,
    });
    expect(policyOf('{ book { id title } }')).toEqual(kept(60));
    for (const field of ['isbn', 'price', 'mine']) expect(policyOf(`{ book { ${field} } }`).maxAge).toBe(0);
  });

  it('is not kept either while both resolve it', () => {
    const label = 'label: "percent(10)"';
    const policyOf = policiesOf({
      old,
      young: `${SILENT}
        type Book @key(fields: "id") {
          id: ID! title: String @override(from: "old", ${label}) price: Int @override(from: "old", ${label}) mine: Int
        }`,
    });
    expect(policyOf('{ book { id isbn } }')).toEqual(kept(60));
    for (const field of ['title', 'price', 'mine']) expect(policyOf(`{ book { ${field} } }`).maxAge).toBe(0);
  });

  it('is not kept for the hints of who takes it over, also where the other needs it for a key', () => {
    const policyOf = policiesOf({
      old: `${SILENT} type Book @key(fields: "id") @key(fields: "isbn") { id: ID! isbn: ID! } type Query { old: Book }`,
      young: `${HINTING}
        type Book @key(fields: "id") { id: ID! isbn: ID! @override(from: "old", label: "percent(10)") }
        type Query { book: Book @cacheControl(maxAge: 60) }`,
    });
    expect(policyOf('{ book { id } }')).toEqual(kept(60));
    expect(policyOf('{ book { isbn } }').maxAge).toBe(0);
  });

  it('is kept when both give hints', () => {
    const policyOf = policiesOf({
      old,
      young: `${HINTING}
        type Book @key(fields: "id") {
          id: ID! title: String @override(from: "old", label: "percent(10)") stock: Int @cacheControl(maxAge: 10)
        }`,
    });
    expect(policyOf('{ book { title } }')).toEqual(kept(60));
  });
});

describe('a subgraph without hints', () => {
  const books = `${HINTING}
    type Book @key(fields: "id") @cacheControl(maxAge: 60) { id: ID! title: String @shareable price: Money }
    type Money @shareable @cacheControl(inheritMaxAge: true) { amount: Int }
    type Query { book: Book @shareable @cacheControl(maxAge: 60) books: [Book] @cacheControl(maxAge: 60) }`;
  const policyOf = policiesOf({
    books,
    people: `${SILENT}
      type Book @key(fields: "id") { id: ID! title: String @shareable myPrice: Money mine: Int }
      type Money @shareable { amount: Int }
      type Query { book: Book @shareable myBook: Book }`,
  });

  it('shares fields that are kept: whoever resolves them, they are the same', () => {
    expect(policyOf('{ books { id title price { amount } } }')).toEqual(kept(60));
    expect(policyOf('{ book { title } }')).toEqual(kept(60));
  });

  it('has none by sharing a field for which another gives one', () => {
    expect(policyOf('{ books { mine } }').maxAge).toBe(0);
  });

  it('has none by returning a type for which another gives one', () => {
    expect(policyOf('{ myBook { title } }').maxAge).toBe(0);
    expect(policyOf('{ books { myPrice { amount } } }').maxAge).toBe(0);
  });
});
