import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { createTokenVerifier, type Principal, subgraphAudience, type TrustedIssuer } from '@ordergraph/service';
import { execute, type ExecutionArgs, type ExecutionResult, parse } from 'graphql';
import { createSourceEventStream, GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

import { mapEvents } from './event-log.js';

export interface SubgraphContext {
  principal: Principal;
  correlationId: string | undefined;
  /** Over HTTP. */
  timeoutMilliseconds?: number;
}

export interface SubgraphDefinition {
  name: string;
  typeDefs: string;
  resolvers: GraphQLResolverMap<SubgraphContext>;
}

/** A real subgraph: HTTP and graphql-transport-ws on one port, tokens of the gateway required. */
export interface TestSubgraph extends SubgraphDefinition {
  url: string;
  /** Texts of the operations it was sent over HTTP. */
  requests: string[];
  /** What came with its operations: headers, or over sockets extensions. */
  received: Readonly<Record<string, unknown>>[];
  /** Sockets it accepted so far. */
  sockets: () => number;
  /** Receives as many requests as given, and cuts their connections instead of answering. */
  cutNext(count: number): void;
  /** Stops listening and cuts every connection, as a crash does. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

export async function startSubgraph(
  definition: SubgraphDefinition,
  issuers: readonly TrustedIssuer[],
): Promise<TestSubgraph> {
  const schema = buildSubgraphSchema({
    typeDefs: parse(definition.typeDefs),
    // Its own type for resolvers asks for a context of `any`.
    resolvers: definition.resolvers as GraphQLResolverMap<unknown>,
  });
  const verifier = createTokenVerifier(issuers, subgraphAudience(definition.name));
  const requests: string[] = [];
  const received: Readonly<Record<string, unknown>>[] = [];
  let accepted = 0;
  let cuts = 0;
  const apollo = new ApolloServer<SubgraphContext>({
    schema,
    csrfPrevention: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  await apollo.start();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await textOf(request)) as { query: string };
    requests.push(body.query);
    received.push(request.headers);
    if (cuts > 0) {
      cuts -= 1;
      request.socket.destroy();
      return;
    }
    const answered = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers: headersOf(request), search: '', body },
      context: async () => ({
        principal: await verifier.verify(request.headers.authorization),
        correlationId: request.headers['x-correlation-id'] as string | undefined,
        timeoutMilliseconds: Number(request.headers['x-timeout-milliseconds']),
      }),
    });
    response.writeHead(answered.status ?? 200, Object.fromEntries(answered.headers));
    response.end(answered.body.kind === 'complete' ? answered.body.string : undefined);
  };

  const listen = async (port: number): Promise<Server> => {
    const http = createServer((request, response) => void answer(request, response));
    const sockets = new WebSocketServer({ server: http });
    sockets.on('connection', () => {
      accepted += 1;
    });
    useServer(
      {
        schema,
        context: async (_context, _id, { extensions = {} }) => {
          received.push(extensions ?? {});
          return {
            principal: await verifier.verify(extensions?.['authorization'] as string | undefined),
            correlationId: extensions?.['correlationId'] as string | undefined,
          };
        },
        subscribe: subscribeWithCursors,
      },
      sockets,
    );
    http.once('close', () => {
      for (const socket of sockets.clients) socket.terminate();
    });
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    return http;
  };

  let http = await listen(0);
  const { port } = http.address() as AddressInfo;
  let sockets: (() => void)[] = [];
  const track = (server: Server): void => {
    server.on('connection', (socket) => sockets.push(() => socket.destroy()));
  };
  track(http);
  return {
    ...definition,
    url: `http://127.0.0.1:${String(port)}/graphql`,
    requests,
    received,
    sockets: () => accepted,
    cutNext: (count) => {
      cuts = count;
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) =>
        http.close(() => {
          resolve();
        }),
      );
      for (const destroy of sockets) destroy();
      sockets = [];
      await closed;
    },
    start: async () => {
      http = await listen(port);
      track(http);
    },
  };
}

/** Runs a subscription whose root value may carry `cursor`, which goes out in the extensions. */
async function subscribeWithCursors(
  args: ExecutionArgs,
): Promise<AsyncGenerator<ExecutionResult, void, undefined> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  return mapEvents(source[Symbol.asyncIterator]() as AsyncIterator<Record<string, unknown>>, async (event) => {
    const result = await execute({ ...args, rootValue: event });
    return event['cursor'] === undefined ? result : { ...result, extensions: { cursor: event['cursor'] } };
  });
}

export function refuse(code: string): never {
  throw new GraphQLError('refused by the subgraph', { extensions: { code } });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(request: IncomingMessage): HeaderMap {
  return new HeaderMap(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}
