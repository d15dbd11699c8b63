import { EventLog, mapEvents } from './event-log.js';
import { refuse, type SubgraphDefinition } from './subgraph.js';

/** A subgraph whose answers may be kept, and which says when they have changed. */
export interface TestCatalogue extends SubgraphDefinition {
  /** From now on, told as the revision given. */
  reprice(price: number, revision: string | null): void;
}

const schema = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@composeDirective"])
    @link(url: "https://ordergraph.example/cache/v1.0", import: ["@cacheControl", "@cacheRevision"])
    @composeDirective(name: "@cacheControl")
    @composeDirective(name: "@cacheRevision")
  directive @cacheControl(maxAge: Int, scope: cache__Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  directive @cacheRevision on FIELD_DEFINITION
  enum cache__Scope { PUBLIC PRIVATE }
  type Query {
    items(first: Int = 2): [Item!]! @cacheControl(maxAge: 60)
    unhinted: Item
    broken: Item @cacheControl(maxAge: 60)
    myItem: Item @cacheControl(maxAge: 60, scope: PRIVATE)
  }
  type Subscription { catalogueRevision: String @cacheRevision }
  type Item @cacheControl(inheritMaxAge: true) {
    price: Int!
    stock: Int! @cacheControl(maxAge: 30)
    margin: Int @authenticated
    maker: Account @cacheControl(inheritMaxAge: true)
  }
  type Account @key(fields: "id", resolvable: false) { id: ID! }
`;

export function catalogueSubgraph(): TestCatalogue {
  const revisions = new EventLog<string | null>();
  let price = 1;
  revisions.append('first');
  const item = () => ({ price, stock: 5, margin: 3, maker: { id: '1' } });
  return {
    name: 'catalogue',
    typeDefs: schema,
    resolvers: {
      Query: {
        items: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, item),
        unhinted: item,
        broken: () => refuse('INTERNAL_SERVER_ERROR'),
        myItem: item,
      },
      Subscription: {
        catalogueRevision: {
          subscribe: () =>
            mapEvents(revisions.read(revisions.length - 1), ({ payload }) => ({ catalogueRevision: payload })),
        },
      },
    },
    reprice: (to, revision) => {
      price = to;
      revisions.append(revision);
    },
  };
}
