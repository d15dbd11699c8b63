import { GraphQLError } from 'graphql';

import type { LoadedSupergraph } from '../../src/supergraph/supergraph.js';
import { composeInMemory, type Definition, type InMemorySubgraph, link, subgraphsInMemory } from './in-memory-graph.js';

/** Three subgraphs with everything that plans know: keys of several kinds, interfaces, unions, what one requires of another. */

const titles = ['Emma', 'Ulysses', 'Momo', 'Kim'];
const book = (id: string) => ({ __typename: 'Book', id, title: titles[Number(id)] });
const film = (id: string) => ({ __typename: 'Film', id, title: `${titles[Number(id)] ?? ''}, the film` });
const work = (id: string) => (Number(id) % 2 === 0 ? book(id) : film(id));
const author = (id: string) => ({ __typename: 'Author', id, name: id === '2' ? null : `Author ${id}` });

const catalogue: Definition = {
  typeDefs: `${link('"@key", "@shareable", "@inaccessible"')}
    type Query { works: [Work!]! work(id: ID!): Work book(id: ID!): Book shelves: [[Book!]]! anything: [Anything] hidden: Work numbered: [Numbered!]! }
    interface Work @key(fields: "id") { id: ID! title: String! }
    union Anything = Book | Film | Author
    interface Numbered { id: ID! }
    enum Binding { HARD SOFT }
    type Book implements Work & Numbered @key(fields: "id") { id: ID! title: String! binding: Binding author: Author pages(unit: String = "p"): String size: Size }
    type Film implements Work & Numbered @key(fields: "id") { id: ID! title: String! minutes: Float based: Book }
    type Secret implements Work @key(fields: "id") @inaccessible { id: ID! title: String! }
    type Size @shareable { width: Int! height: Int! }
    type Author @key(fields: "id") { id: ID! name: String }`,
  resolvers: {
    Query: {
      works: () => ['0', '1', '2', '3', '0'].map(work),
      work: (_: unknown, { id }: { id: string }) => (titles[Number(id)] ? work(id) : null),
      book: (_: unknown, { id }: { id: string }) => book(id),
      shelves: () => [[book('0'), book('2')], null, []],
      anything: () => [book('0'), null, author('1'), film('1'), author('2')],
      numbered: () => ['0', '1'].map(work),
      hidden: () => ({ __typename: 'Secret', id: '9', title: 'unseen' }),
    },
    Work: { __resolveReference: ({ id }: { id: string }) => work(id) },
    Book: {
      __resolveReference: ({ id }: { id: string }) => book(id),
      binding: ({ id }: { id: string }) => (id === '0' ? 'HARD' : null),
      author: ({ id }: { id: string }) => author(id === '0' ? '1' : '2'),
      pages: ({ id }: { id: string }, { unit }: { unit: string }) => `${Number(id) + 100} ${unit}`,
      size: () => ({ width: 10, height: 20 }),
    },
    Film: {
      __resolveReference: ({ id }: { id: string }) => film(id),
      minutes: () => 90.5,
      based: ({ id }: { id: string }) => (id === '1' ? book('0') : null),
    },
    Author: {
      __resolveReference: ({ id }: { id: string }) => author(id),
    },
  },
};

const reviews: Definition = {
  typeDefs: `${link('"@key", "@external", "@requires"')}
    type Query { bestReviewed: [Reviewed!]! }
    union Reviewed = Book | Film
    interface Numbered { code: String }
    type Book implements Numbered @key(fields: "id") {
      id: ID! code: String! size: Size @external pages(unit: String = "p"): String @external
      reviews(first: Int = 2): [Review!] area: Int @requires(fields: "size { width height }")
      thickness: String @requires(fields: "pages(unit: \\"cm\\")")
    }
    type Size { width: Int! @external height: Int! @external }
    type Film implements Numbered @key(fields: "id") { id: ID! code: String reviews(first: Int = 2): [Review!] }
    type Review @key(fields: "id") { id: ID! stars: Int! text: String book: Book author: Author! }
    type Author @key(fields: "id") { id: ID! reviewed: [Book!] mood: String! }`,
  resolvers: {
    Query: {
      bestReviewed: () => [
        { __typename: 'Film', id: '1' },
        { __typename: 'Book', id: '0' },
      ],
    },
    Book: {
      code: ({ id }: { id: string }) => `B${id}`,
      reviews: ({ id }: { id: string }, { first }: { first: number }) => reviewsOf(id, first),
      area: ({ size }: { size: { width: number; height: number } | null }) => (size ? size.width * size.height : null),
      thickness: ({ pages }: { pages: string | null }) => (pages === null ? null : `${pages} thick`),
    },
    Film: {
      code: ({ id }: { id: string }) => `F${id}`,
      reviews: ({ id }: { id: string }, { first }: { first: number }) => reviewsOf(id, first),
    },
    Review: { __resolveReference: ({ id }: { id: string }) => review(id) },
    Author: {
      reviewed: () => [{ id: '0' }, { id: '2' }],
      mood: ({ id }: { id: string }) => {
        if (id === '2') throw new GraphQLError('In no mood.', { extensions: { code: 'MOODY' } });
        return 'fine';
      },
    },
  },
};

const review = (id: string) => ({
  id,
  stars: id.length,
  text: id.endsWith('1') ? null : `Review ${id}`,
  book: { id: '2' },
  author: { id: id.endsWith('0') ? '1' : '2' },
});
const reviewsOf = (id: string, first: number) =>
  id === '3' ? null : Array.from({ length: Math.min(first, 3) }, (_, index) => review(`${id}-${index}`));

/** Knows works only as one type of its own. */
const lending: Definition = {
  typeDefs: `${link('"@key", "@interfaceObject"')}
    type Query { lent: [Loan!]! borrowed: [Work!]! }
    type Work @key(fields: "id") @interfaceObject { id: ID! days: Int }
    type Loan @key(fields: "id") { id: ID! days: Int! of: Author }
    type Author @key(fields: "id") { id: ID! loans: [Loan!]! }`,
  resolvers: {
    Query: {
      borrowed: () => ['1', '2'].map((id) => ({ id })),
      lent: () => [
        { id: 'l1', days: 3, of: { id: '1' } },
        { id: 'l2', days: 5, of: null },
      ],
    },
    Work: { days: ({ id }: { id: string }) => (id === '3' ? null : Number(id) + 10) },
    Loan: { __resolveReference: ({ id }: { id: string }) => ({ id, days: 7, of: { id: '2' } }) },
    Author: { loans: ({ id }: { id: string }) => (id === '2' ? [] : [{ id: 'l1', days: 3, of: { id } }]) },
  },
};

export const libraryDefinitions: Readonly<Record<string, Definition>> = { catalogue, reviews, lending };

export const composeLibrary = (): LoadedSupergraph => composeInMemory(libraryDefinitions);

export const librarySubgraphs = (): Readonly<Record<string, InMemorySubgraph>> => subgraphsInMemory(libraryDefinitions);
