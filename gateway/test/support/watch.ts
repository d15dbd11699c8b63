import type { GraphQLFormattedError } from 'graphql';
import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Payload {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

export interface WatchRequest {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
}

export interface Watch {
  payloads: Payload[];
  /** `completed`, the errors of an `error` message, or the close event; undefined while it goes on. */
  end: unknown;
  stop(): void;
}

/** One socket of a client that does not retry. */
export function connect(url: string, authorization?: string, options: Partial<ClientOptions> = {}): Client {
  return createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(authorization === undefined ? {} : { connectionParams: { authorization } }),
    onNonLazyError: () => undefined,
    ...options,
  });
}

export function watch(client: Client, { query, variables, operationName, extensions }: WatchRequest): Watch {
  const watching: Watch = { payloads: [], end: undefined, stop: () => undefined };
  watching.stop = client.subscribe(
    {
      query,
      ...(variables && { variables }),
      ...(operationName && { operationName }),
      ...(extensions && { extensions }),
    },
    {
      next: (payload) => watching.payloads.push(payload as Payload),
      error: (reason) => {
        watching.end = reason;
      },
      complete: () => {
        watching.end ??= 'completed';
      },
    },
  );
  return watching;
}
