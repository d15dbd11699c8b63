import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { subgraphs } from './shop-graph.js';

/** A supergraph with a stream: prices as they change, completed by the ratings of another subgraph. */

export const pricesSchema = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { product(id: ID!): Product }
  type Subscription { priceChanged: Product! }
  type Product @key(fields: "id") { id: ID! price: Float! }`;

export const watchPrices = 'subscription { priceChanged { id price rating } }';

/** `more` goes into the schema of prices, as if a new version of it were about to be rolled out. */
export function composePrices(urls: Readonly<Record<string, string>>, more = ''): string {
  const services = [
    { name: 'prices', url: urls['prices'] ?? '', typeDefs: parse(pricesSchema + more) },
    { name: 'reviews', url: urls['reviews'] ?? '', typeDefs: parse(subgraphs['reviews']?.typeDefs ?? '') },
  ];
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'The subgraphs do not compose.');
  return supergraphSdl;
}
