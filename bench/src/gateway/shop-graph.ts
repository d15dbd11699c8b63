import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse } from 'graphql';

/** A supergraph of two subgraphs: products, and the reviews of products. */

interface Subgraph {
  readonly typeDefs: string;
  readonly resolvers: NonNullable<
    Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>['resolvers']
  >;
}

interface Product {
  readonly id: string;
}

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const ids = Array.from({ length: 100 }, (_, index) => String(index));

export const subgraphs: Readonly<Record<string, Subgraph>> = {
  products: {
    typeDefs: `${link}
      type Query { product(id: ID!): Product products(first: Int!): [Product!]! }
      type Product @key(fields: "id") { id: ID! title: String! description: String price: Price! tags: [String!]! }
      type Price { amount: String! currencyCode: String! }`,
    resolvers: {
      Query: {
        product: (_: unknown, { id }: Product) => product(id),
        products: (_: unknown, { first }: { first: number }) => ids.slice(0, first).map(product),
      },
    },
  },
  reviews: {
    typeDefs: `${link}
      type Product @key(fields: "id") { id: ID! rating: Float! reviews(first: Int = 3): [Review!]! }
      type Review { id: ID! stars: Int! text: String author: String! }`,
    resolvers: {
      Product: {
        __resolveReference: ({ id }: Product) => ({ id }),
        rating: ({ id }: Product) => (Number(id) % 50) / 10,
        reviews: ({ id }: Product, { first }: { first: number }) =>
          Array.from({ length: first }, (_, index) => ({
            id: `${id}-${index}`,
            stars: index,
            text: 'Good.',
            author: 'Ada',
          })),
      },
    },
  },
};

/** The same subgraphs in the first version of federation, which some gateways speak. */
export const firstFederation: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(subgraphs).map(([name, { typeDefs }]) => [
    name,
    typeDefs
      .replace(link, '')
      .replace(
        'type Product @key(fields: "id") { id: ID! rating',
        'extend type Product @key(fields: "id") { id: ID! @external rating',
      ),
  ]),
);

const product = (id: string) => ({
  id,
  title: `Product ${id}`,
  description: 'As good as it looks.',
  price: { amount: '9.90', currencyCode: 'EUR' },
  tags: ['new', 'offer'],
});

/** What is asked: both go to both subgraphs. */
export const operations = {
  small: 'query Small { product(id: "7") { id title price { amount } rating } }',
  large:
    'query Large { products(first: 100) { id title description tags price { amount currencyCode } rating reviews { id stars text author } } }',
} as const;

export type Answer = keyof typeof operations;

export function composeShop(urls: Readonly<Record<string, string>>): string {
  const services = Object.entries(subgraphs).map(([name, { typeDefs }]) => ({
    name,
    url: urls[name] ?? '',
    typeDefs: parse(typeDefs),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'The subgraphs do not compose.');
  return supergraphSdl;
}

/** Answers the texts of requests; what was asked before is answered from memory, so that the gateways are what is measured. */
export function answering(name: string): (body: string) => Promise<string> {
  const { typeDefs, resolvers } = subgraphs[name] ?? {};
  if (typeDefs === undefined || resolvers === undefined) throw new Error(`There is no subgraph ${name}.`);
  return answeringBy(buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers }));
}

/** The same by a schema. */
export function answeringBy(schema: GraphQLSchema): (body: string) => Promise<string> {
  const known = new Map<string, string>();
  return async (body) => {
    const before = known.get(body);
    if (before !== undefined) return before;
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    const answer = JSON.stringify(await execute({ schema, document: parse(query), variableValues: variables ?? {} }));
    if (known.size < 1_000) known.set(body, answer);
    return answer;
  };
}
