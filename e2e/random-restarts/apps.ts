import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { createResumableClient, type ResumptionOptions } from '@ordergraph/client';
import { createResumableLink, type ResumableLinkOptions } from '@ordergraph/client/apollo';
import { print } from 'graphql';
import { WebSocket } from 'ws';
import type { Progress } from '../fulfilment/watchers.js';
import { storedOperation } from '../support/app-client.js';

/** What one watcher of one order was shown. */
export interface Watched {
  readonly orderId: string;
  readonly app: string;
  readonly versions: number[];
  /** Of the last payload. */
  final: boolean;
  /** `completed`, or why it ended; undefined while it goes on. */
  end: unknown;
}

/** An app of a customer; it watches any number of orders. */
export interface App {
  watch(order: { readonly id: string; readonly after: string }): Watched;
  close(): Promise<void>;
}

export interface AppOptions {
  readonly url: string;
  readonly token: string | undefined;
}

export type OpenApp = (options: AppOptions) => App;

const operation = storedOperation<{ readonly orderProgress: Progress }>('watch');

/** The three ways in which `clients/web` keeps a subscription going. */
export const openApps: readonly OpenApp[] = [
  ({ url, token }) => apolloApp('Apollo Client over multipart', { link: new HttpLink({ uri: url }), ...keep(token) }),
  ({ url, token }) => apolloApp('Apollo Client over graphql-ws', { url, webSocketImpl: WebSocket, ...keep(token) }),
  ({ url, token }) => socketApp({ url, token }),
];

/** Pauses shorter than the default: a minute of restarts would else end in half a minute of waiting. */
const keep = (token: string | undefined): ResumptionOptions => ({
  getToken: () => token,
  backoff: { longestMilliseconds: 4_000 },
});

function apolloApp(app: string, options: ResumableLinkOptions): App {
  const apollo = new ApolloClient({ link: createResumableLink(options), cache: new InMemoryCache() });
  return {
    watch({ id, after }) {
      const watched = newlyWatched(id, app);
      apollo
        // While the payments service is away its fields are null, and said to be; the version is shown all the same.
        .subscribe({ query: operation, variables: { id, after }, errorPolicy: 'all' })
        .subscribe({
          next: ({ data, error }) => see(watched, data?.orderProgress, error),
          error: (error: unknown) => (watched.end ??= error),
          complete: () => (watched.end ??= 'completed'),
        });
      return watched;
    },
    close: async () => apollo.stop(),
  };
}

function socketApp({ url, token }: AppOptions): App {
  const client = createResumableClient({ url, webSocketImpl: WebSocket, ...keep(token) });
  return {
    watch({ id, after }) {
      const watched = newlyWatched(id, 'graphql-ws');
      client.watch(
        { query: print(operation), variables: { id, after } },
        {
          next: ({ data, errors }) => see(watched, data?.['orderProgress'] as Progress | undefined, errors),
          error: (error) => (watched.end ??= error),
          complete: () => (watched.end ??= 'completed'),
        },
      );
      return watched;
    },
    close: () => client.dispose(),
  };
}

const newlyWatched = (orderId: string, app: string): Watched => ({
  orderId,
  app,
  versions: [],
  final: false,
  end: undefined,
});

function see(watched: Watched, progress: Progress | null | undefined, error: unknown): void {
  if (!progress) watched.end ??= error ?? 'a payload without data';
  else {
    watched.versions.push(progress.version);
    watched.final = progress.final;
  }
}
