import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache, Observable } from '@apollo/client';
import { createResumableLink, type ResumableLinkOptions } from '@ordergraph/client/apollo';
import { createResumableClient, type ResumableClientOptions } from '@ordergraph/client';

export const COUNTER = `subscription Watch($room: ID!, $after: String) {
  counter(room: $room, after: $after) { value account { name } }
}`;

export interface Watcher {
  readonly values: (number | undefined)[];
  /** `completed`, or why it ended; undefined while it goes on. */
  end: unknown;
  stop(): Promise<void>;
}

type Data = { counter?: { value: number } } | null | undefined;
const valueOf = (data: unknown): number | undefined => (data as Data)?.counter?.value;

/** Over plain graphql-ws. */
export function watchByIterator(options: ResumableClientOptions, room: string, query = COUNTER): Watcher {
  const client = createResumableClient(options);
  const stream = client.subscribe({ query, variables: { room } });
  const watcher: Watcher = {
    values: [],
    end: undefined,
    stop: async () => {
      await stream.return?.();
      await client.dispose();
    },
  };
  const read = async (): Promise<void> => {
    for await (const { data } of stream) watcher.values.push(valueOf(data));
    watcher.end = 'completed';
  };
  void read().catch((error: unknown) => {
    watcher.end = error;
  });
  return watcher;
}

/** In an app with Apollo Client, over whatever the link is told to use. */
export function watchByApollo(options: ResumableLinkOptions, room: string, query = COUNTER): Watcher {
  const http = new ApolloLink(() => new Observable(() => undefined));
  const link = ApolloLink.split(
    ({ operationType }) => operationType === 'subscription',
    createResumableLink(options),
    http,
  );
  const apollo = new ApolloClient({ link, cache: new InMemoryCache() });
  const watcher: Watcher = {
    values: [],
    end: undefined,
    stop: async () => {
      subscription.unsubscribe();
      apollo.stop();
    },
  };
  const subscription = apollo.subscribe({ query: gql(query), variables: { room } }).subscribe({
    next: ({ data, error }) => {
      if (error) watcher.end = error;
      else watcher.values.push(valueOf(data));
    },
    error: (error: unknown) => {
      watcher.end = error;
    },
    complete: () => {
      watcher.end ??= 'completed';
    },
  });
  return watcher;
}

/** In an app with Apollo Client, over its own HttpLink. */
export const watchByMultipart: typeof watchByIterator = ({ url, webSocketImpl: _, ...options }, room, query) =>
  watchByApollo({ ...options, link: new HttpLink({ uri: url }) }, room, query);
