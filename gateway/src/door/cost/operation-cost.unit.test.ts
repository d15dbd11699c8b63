import { composeServices } from '@apollo/composition';
import { getOperationAST, parse } from 'graphql';

import { fragmentsOf } from '../../operations/fragments.js';
import { loadSupergraph } from '../../supergraph/supergraph.js';
import { valueOf, type Variables } from './formula.js';
import { operationCost } from './operation-cost.js';

const schema = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@cost", as: "@weight" }, "@listSize"])
  type Query {
    book(id: ID @weight(weight: 3)): Book
    books: [Book!]!
    shelf: Book @weight(weight: 7)
    best: [Book!]! @listSize(assumedSize: 4)
    some(first: Int = 6, last: Int): [Book!] @listSize(slicingArguments: ["first", "last"], assumedSize: 9, requireOneSlicingArgument: false)
    page(first: Int): BookPage! @listSize(assumedSize: 5, slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)
    strict(first: Int, last: Int): [Book!] @listSize(slicingArguments: ["first", "last"])
    found: Found
    named: Named
    shelves: Shelved
    find(filter: Filter): Book
    discounted(cheap: Boolean @weight(weight: -9)): Book
  }
  type Mutation { buy(books: [Filter!]!): Book }
  type Subscription { sold: Book }
  type BookPage { edges: [BookEdge!]! total: Int! }
  type BookEdge { node: Book! }
  interface Named { name: String scan: Image }
  type Book implements Named { name: String author: Author scan: Image cover: Image similar: [Book!]! }
  type Author implements Named @weight(weight: 4) { name: String scan: Image @weight(weight: 20) }
  interface Shelved { books(first: Int): [Book!]! page(first: Int): BookPage! }
  type Box implements Shelved {
    books(first: Int = 2): [Book!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
    page(first: Int = 3): BookPage! @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
  }
  type Hall implements Shelved {
    books(first: Int = 50): [Book!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
    page(first: Int = 4): BookPage! @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
  }
  scalar Image @weight(weight: 2)
  union Found = Book | Author
  input Filter { text: String words: [String!] within: Filter deep: Boolean @weight(weight: 6) }
`;

const supergraph = loadSupergraph(
  composeServices([{ name: 'books', url: 'http://books', typeDefs: parse(schema) }]).supergraphSdl ?? '',
);

function cost(text: string, variables: Variables = {}): number {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const formula = operationCost(operation, {
    schema: supergraph.schema,
    rules: supergraph.costs,
    fragments: fragmentsOf(document),
    assumedListSize: 10,
  });
  return valueOf(formula, variables);
}

const costs = (expected: Record<string, number>): void => {
  expect(Object.fromEntries(Object.keys(expected).map((text) => [text, cost(text)]))).toEqual(expected);
};

describe('what an operation costs', () => {
  it('is one for each object and nothing for leaves, and ten for being a mutation', () => {
    costs({
      '{ book { name } }': 1,
      '{ book { name author { name } } }': 5,
      '{ a: book { name } b: book { name } }': 2,
      '{ __schema { types { name } } __typename }': 0,
      'mutation { buy(books: []) { name } }': 11,
      'subscription { sold { name } }': 1,
    });
  });

  it('is what fields and types weigh, under whatever name the directive was imported', () => {
    costs({ '{ shelf { name } }': 7, '{ book { cover } }': 3, '{ shelf { author { name } } }': 11 });
  });

  it('is for an abstract type that of the heaviest in its place', () => {
    costs({ '{ found { ... on Book { name } } }': 4, '{ named { name } }': 4, '{ named { scan } }': 24 });
  });

  it('multiplies by the lengths of lists, known or assumed', () => {
    costs({
      '{ books { author { name } } }': 50,
      '{ best { similar { name } } }': 44,
      '{ some { name } }': 6,
      '{ some(first: 3) { name } }': 3,
      '{ some(first: 3, last: 8) { name } }': 8,
      '{ some(first: null) { name } }': 9,
      '{ page { total edges { node { name } } } }': 11,
      '{ page(first: 2) { ...P } } fragment P on BookPage { edges { node { name similar { name } } } }': 25,
      '{ strict(last: 2) { name } }': 2,
    });
  });

  it('takes a list behind an interface for as long as the longest of those that may answer', () => {
    costs({
      '{ shelves { books { name } } }': 51,
      '{ shelves { books(first: 7) { name } } }': 8,
      '{ shelves { ... on Box { books { name } } } }': 3,
      '{ shelves { page { edges { node { name } } } } }': 10,
    });
    const text = 'query ($first: Int) { shelves { books(first: $first) { name } } }';
    expect([cost(text), cost(text, { first: 3 })]).toEqual([51, 4]);
  });

  it('takes no variable for given because objects inherit its name', () => {
    expect(cost('query ($constructor: Int) { some(first: $constructor) { name } }')).toBe(6);
    expect(cost('mutation ($constructor: [Filter!]!) { buy(books: $constructor) { name } }')).toBe(11);
  });

  it('follows the variables', () => {
    const text = 'query ($first: Int = 2) { page(first: $first) { edges { node { name } } } }';
    expect([cost(text, { first: 100 }), cost(text, { first: 0 }), cost(text, { first: null })]).toEqual([201, 1, 11]);
  });

  it('leaves out what is skipped', () => {
    const text =
      'query ($more: Boolean!) { book { name author @include(if: $more) { name } ... @skip(if: true) { cover } } }';
    expect([cost(text, { more: true }), cost(text, { more: false })]).toEqual([5, 1]);
  });

  it('counts what is given: input objects, and what arguments and input fields weigh', () => {
    costs({
      '{ book(id: 1) { name } }': 4,
      '{ find(filter: { text: "a" }) { name } }': 2,
      '{ find(filter: { within: { within: { deep: true } } }) { name } }': 10,
      'mutation { buy(books: [{ text: "a" }, { deep: false }]) { name } }': 19,
      '{ discounted(cheap: true) { name } }': 0,
    });
    const text = 'mutation ($books: [Filter!]!) { buy(books: $books) { name } }';
    expect(cost(text, { books: Array.from({ length: 500 }, () => ({ text: 'a' })) })).toBe(511);
  });

  it('cannot be said of a list that wants exactly one slicing argument and has none, or two', () => {
    for (const text of ['{ strict { name } }', '{ strict(first: 1, last: 1) { name } }']) {
      expect(() => cost(text)).toThrow('exactly one of: first, last');
    }
    const text = 'query ($first: Int) { strict(first: $first) { name } }';
    expect(() => cost(text)).toThrow('exactly one');
    expect(cost(text, { first: 3 })).toBe(3);
  });
});
