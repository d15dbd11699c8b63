import { EventLog, mapEvents } from './event-log.js';
import { refuse, type SubgraphContext, type SubgraphDefinition } from './subgraph.js';

/** A small graph of two subgraphs with everything the gateway has to cope with. */

const accountsSchema = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@authenticated", "@requiresScopes", "@cost", "@listSize"])
  type Query {
    me: Account
    account(id: ID!): Account @authenticated
    accounts(first: Int = 10): [Account!]!
    paged(last: Int): [Account!]! @cost(weight: 2) @listSize(slicingArguments: ["last"])
    memberCount: Int! @authenticated
    search: [Found!]!
    hang: Int
    timeLeft: Int
    named: [Named!]!
    echo(value: Level!): Level!
    any(value: Anything): Int
  }
  type Mutation {
    rename(id: ID!, name: String!): Account! @authenticated
    signIn(name: String!): String!
    explode: String
  }
  enum Level { LOW HIGH }
  scalar Anything
  interface Named { name: String! }
  union Found = Account | Vault
  type Account implements Named @key(fields: "id") {
    id: ID!
    name: String!
    email: String @requiresScopes(scopes: [["accounts:read"], ["admin", "root"]])
    pin: String! @requiresScopes(scopes: [["accounts:read"]])
    friends: [Account!]!
    vault: Vault
  }
  type Vault @authenticated { code: String! owner: Account }
  type Machine @key(fields: "id") {
    id: ID!
    watts: Int! @external
    label: String!
    dailyCost: Int! @requires(fields: "watts")
  }
`;

const countersSchema = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])
  type Query { counters: [Counter!]! }
  type Subscription {
    counter(room: ID!, after: String): Counter! @authenticated
    ticker(room: ID!): Counter!
  }
  type Counter {
    value: Int!
    padding: String
    account: Account!
    optional: Account
    counts: Counted
    cause: Cause
  }
  interface Counted { id: ID! counted: Int }
  union Cause = Account | Machine
  type Account implements Counted @key(fields: "id") { id: ID! counted: Int }
  type Machine implements Counted @key(fields: "id") { id: ID! counted: Int watts: Int! }
`;

export interface Count {
  value: number;
  accountId: string;
  padding?: string;
  /** What is counted and caused the event; without one, both are the account. */
  machine?: { id: string; watts: number };
}

export interface TestRooms {
  room(name: string): EventLog<Count>;
}

const names: Readonly<Record<string, string>> = { '1': 'Ada', '2': 'Grace' };
const account = (id: string) => ({ __typename: 'Account', id, name: names[id] ?? `Account ${id}` });

export function accountsSubgraph(): SubgraphDefinition {
  const full = (id: string) => ({
    ...account(id),
    email: `${id}@example.com`,
    pin: '1234',
    friends: () => [account('2')].map((friend) => ({ ...friend, email: 'f', pin: '9', friends: [] })),
    vault: { __typename: 'Vault', code: 'open sesame', owner: account(id) },
  });
  return {
    name: 'accounts',
    typeDefs: accountsSchema,
    resolvers: {
      Query: {
        me: (_: unknown, __: unknown, { principal }: SubgraphContext) =>
          principal.kind === 'user' ? full(principal.userId) : null,
        account: (_: unknown, { id }: { id: string }) => full(id),
        accounts: () => [full('1'), full('2')],
        paged: () => [full('1')],
        memberCount: () => 2,
        hang: () => new Promise(() => undefined),
        timeLeft: (_: unknown, __: unknown, { timeoutMilliseconds }: SubgraphContext) => timeoutMilliseconds,
        search: () => [full('1'), { __typename: 'Vault', code: 'open sesame' }],
        named: () => [full('1')],
        echo: (_: unknown, { value }: { value: string }) => value,
        any: () => 1,
      },
      Mutation: {
        rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...full(id), name }),
        signIn: (_: unknown, { name }: { name: string }) => `welcome ${name}`,
        explode: () => refuse('INTERNAL_SERVER_ERROR'),
      },
      Account: { __resolveReference: ({ id }: { id: string }) => full(id) },
      Machine: {
        __resolveReference: ({ id, watts }: { id: string; watts?: number }) => ({
          id,
          label: `Machine ${id}`,
          dailyCost: () => (watts === undefined ? refuse('WATTS_MISSING') : watts * 24),
        }),
      },
    },
  };
}

export function countersSubgraph(): SubgraphDefinition & TestRooms {
  const rooms = new Map<string, EventLog<Count>>();
  const room = (name: string): EventLog<Count> => {
    const log = rooms.get(name) ?? new EventLog<Count>();
    rooms.set(name, log);
    return log;
  };
  const counter = ({ value, accountId, padding, machine }: Count) => {
    const source = machine ? { __typename: 'Machine', ...machine } : { __typename: 'Account', id: accountId };
    return {
      value,
      padding,
      account: { id: accountId },
      optional: { id: accountId },
      counts: source,
      cause: source,
    };
  };
  const events = (field: string, after: number, { log, withCursor }: { log: EventLog<Count>; withCursor: boolean }) =>
    mapEvents(log.read(after), ({ cursor, payload }) => ({
      [field]: counter(payload),
      ...(withCursor ? { cursor: String(cursor) } : {}),
    }));
  return {
    room,
    name: 'counters',
    typeDefs: countersSchema,
    resolvers: {
      Query: { counters: () => [] },
      Subscription: {
        counter: {
          subscribe: (_: unknown, { room: name, after }: { room: string; after?: string | null }) => {
            if (after === 'nonsense') refuse('CURSOR_INVALID');
            return events('counter', after ? Number(after) : 0, { log: room(name), withCursor: true });
          },
        },
        ticker: {
          subscribe: (_: unknown, { room: name }: { room: string }) =>
            events('ticker', room(name).length, { log: room(name), withCursor: false }),
        },
      },
      Account: { counted: () => 7 },
      Machine: { counted: () => 8 },
    },
  };
}
