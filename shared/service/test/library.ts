import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CURSOR, type RequestContext, type ServiceDefinition, type SubscriptionEvent } from '../src/index.js';

/** A service small enough to see the server behind it: books, private notes, and a clock that ticks when told to. */
export const librarySchema = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@authenticated", "@requiresScopes", "@shareable"]
    )

  scalar DateTime

  type Query {
    hello: String!
    whoami: String!
    note(id: ID!): Note
    anything: Anything
    secret: String @requiresScopes(scopes: [["library:read", "library:write"], ["library:admin"]])
    broken: String
    at(time: DateTime!): DateTime!
    deep: Deep
    slow: String
  }

  type Deep {
    deep: Deep
  }

  type Mutation {
    write(text: String!): String! @authenticated
  }

  type Subscription {
    ticks(after: String): Tick! @authenticated
    refused: Tick!
    failing: Tick!
  }

  type Tick {
    number: Int!
    loads: Int!
    trouble: String
  }

  union Anything = Note | Book

  type Note @key(fields: "id") @authenticated {
    id: ID!
    text: String!
  }

  type Book @key(fields: "id") {
    id: ID!
    owner: String @requiresScopes(scopes: [["library:read"]])
  }
`;

/** What a test can do to the running library. */
export interface Library {
  readonly definition: ServiceDefinition<{ GREETING: string }>;
  /** Sends a tick to all subscribers. */
  tick(number: number): void;
  /** Lets `slow` answer. */
  finishSlow(): void;
  readonly subscribers: number;
  readonly slowRequests: number;
  readonly seeded: boolean;
  readonly closed: boolean;
}

type Context = RequestContext & { readonly loads: { count: number } };

export function createLibrary(): Library {
  const subscribers = new Set<TickQueue>();
  const slow: (() => void)[] = [];
  let seeded = false;
  let closed = false;
  const definition: Library['definition'] = {
    name: `library-${randomUUID().slice(0, 6)}`,
    port: 0,
    configuration: z.object({ GREETING: z.string() }),
    typeDefs: librarySchema,
    build: ({ configuration }) => ({
      messages: { streams: [] },
      loaders: () => ({ loads: { count: 0 } }),
      routes: (app) => void app.get('/open', () => 'open'),
      seed: async () => void (seeded = true),
      close: async () => void (closed = true),
      resolvers: {
        Query: {
          hello: () => configuration.GREETING,
          whoami: (_: unknown, __: unknown, { principal }: Context) =>
            principal.kind === 'user' ? principal.userId : principal.kind,
          note: (_: unknown, { id }: { id: string }) => ({ id, text: 'private' }),
          anything: () => ({ __typename: 'Note', id: '1', text: 'private' }),
          secret: () => 'secret',
          broken: () => {
            throw new Error('the password of the database is hunter2');
          },
          at: (_: unknown, { time }: { time: Date }) => time,
          deep: () => ({}),
          slow: () => new Promise<string>((resolve) => slow.push(() => resolve('done'))),
        },
        Deep: { deep: () => ({}) },
        Mutation: { write: (_: unknown, { text }: { text: string }) => text },
        Subscription: {
          ticks: { subscribe: () => new TickQueue(subscribers) },
          refused: {
            subscribe: () => {
              throw new Error('the password of the database is hunter2');
            },
          },
          failing: { subscribe: () => new TickQueue(subscribers, new Error('hunter2')) },
        },
        Tick: {
          loads: (_: unknown, __: unknown, { loads }: Context) => ++loads.count,
          trouble: ({ number }: { number: number }) => {
            if (number === 13) throw new Error('hunter2');
            return 'none';
          },
        },
        Note: { __resolveReference: ({ id }: { id: string }) => ({ id, text: 'private' }) },
        Book: {
          __resolveReference: ({ id }: { id: string }) => {
            if (id === 'bad') throw new Error('hunter2');
            return { id, owner: 'ada' };
          },
        },
      },
    }),
  };
  return {
    definition,
    tick: (number) => subscribers.forEach((queue) => queue.push(number)),
    finishSlow: () => slow.splice(0).forEach((finish) => finish()),
    get subscribers() {
      return subscribers.size;
    },
    get slowRequests() {
      return slow.length;
    },
    get seeded() {
      return seeded;
    },
    get closed() {
      return closed;
    },
  };
}

/** A source as services have them: `return()` ends a pending `next()`. */
class TickQueue implements AsyncIterableIterator<SubscriptionEvent> {
  readonly #all: Set<TickQueue>;
  readonly #failure: Error | undefined;
  readonly #ticks: number[] = [];
  #waiting: ((result: IteratorResult<SubscriptionEvent>) => void) | undefined;

  constructor(all: Set<TickQueue>, failure?: Error) {
    this.#all = failure ? all : all.add(this);
    this.#failure = failure;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  push(number: number): void {
    this.#ticks.push(number);
    this.#deliver();
  }

  next(): Promise<IteratorResult<SubscriptionEvent>> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#deliver();
    });
  }

  async return(): Promise<IteratorResult<SubscriptionEvent>> {
    this.#all.delete(this);
    this.#waiting?.({ done: true, value: undefined });
    return { done: true, value: undefined };
  }

  #deliver(): void {
    const [number] = this.#ticks;
    if (number === undefined || !this.#waiting) return;
    this.#ticks.shift();
    const deliver = this.#waiting;
    this.#waiting = undefined;
    deliver({ done: false, value: { ticks: { number }, [CURSOR]: `tick-${number}` } });
  }
}
