import { ApolloClient, type ErrorLike, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors, CombinedProtocolErrors } from '@apollo/client/errors';
import { createClient, NetworkError } from 'graphql-sse';

import type { Payload, Watch, WatchRequest } from './watch.js';

export type HttpWatch = (url: string, request: WatchRequest, authorization?: string) => Watch;

const headersOf = (authorization?: string): Record<string, string> => (authorization ? { authorization } : {});

/** A subscription by Apollo Client's own HttpLink: multipart. */
export const watchByApolloClient: HttpWatch = (url, { query, variables, extensions }, authorization) => {
  const client = new ApolloClient({
    link: new HttpLink({ uri: url, headers: headersOf(authorization), includeExtensions: true }),
    cache: new InMemoryCache(),
  });
  const watching: Watch = { payloads: [], end: undefined, stop: () => undefined };
  const fail = (error: ErrorLike): void => {
    watching.end =
      CombinedGraphQLErrors.is(error) || CombinedProtocolErrors.is(error) ? error.errors : { message: error.message };
  };
  const subscription = client
    .subscribe({
      query: gql(query),
      ...(variables && { variables }),
      ...(extensions && { extensions }),
      fetchPolicy: 'no-cache',
      errorPolicy: 'all',
    })
    .subscribe({
      next: ({ data, error, extensions: received }) => {
        if (error && !data) fail(error);
        else watching.payloads.push({ data, ...(received && { extensions: received }) } as Payload);
      },
      error: fail,
      complete: () => {
        watching.end ??= 'completed';
      },
    });
  watching.stop = () => {
    subscription.unsubscribe();
  };
  return watching;
};

/** A subscription by the client of graphql-sse: Server-Sent Events. */
export const watchByGraphqlSse: HttpWatch = (url, request, authorization) => {
  const client = createClient({ url, headers: headersOf(authorization), retryAttempts: 0 });
  const watching: Watch = { payloads: [], end: undefined, stop: () => undefined };
  watching.stop = client.subscribe(request, {
    next: (payload) => {
      if (payload.data === undefined) watching.end = payload.errors;
      else watching.payloads.push(payload as Payload);
    },
    error: (error) => {
      if (error instanceof NetworkError && error.response) void readErrors(watching, error.response as Response);
      else watching.end = error;
    },
    complete: () => {
      watching.end ??= 'completed';
    },
  });
  return watching;
};

async function readErrors(watching: Watch, response: Response): Promise<void> {
  watching.end = ((await response.json()) as { errors: unknown }).errors;
}
