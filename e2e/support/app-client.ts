import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import type { SpawnedPlatform } from '@ordergraph/launcher';
import { OperationTypeNode, parse } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A web app of a signed-in customer: Apollo Client, queries and mutations over HTTP, subscriptions over a WebSocket. */
export interface AppClient {
  readonly apollo: ApolloClient;
  close(): Promise<void>;
}

export function createAppClient(platform: SpawnedPlatform, token: string | undefined): AppClient {
  const socket = createSocketClient(platform, token);
  const http = new HttpLink({ uri: platform.graphqlUrl, headers: { authorization: `Bearer ${token}` } });
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    http,
  );
  const apollo = new ApolloClient({ link, cache: new InMemoryCache() });
  return {
    apollo,
    async close() {
      apollo.stop();
      await socket.dispose();
    },
  };
}

/** Plain graphql-ws, which ends with its socket instead of trying again. */
export const createSocketClient = ({ websocketUrl }: SpawnedPlatform, token: string | undefined): Client =>
  createClient({
    url: websocketUrl,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
  });

/** An operation as apps send it, from `operations/`. */
export const storedOperation = <Data>(name: string): TypedDocumentNode<Data> =>
  parse(readFileSync(path.join(import.meta.dirname, '../../operations', `${name}.graphql`), 'utf8'));
