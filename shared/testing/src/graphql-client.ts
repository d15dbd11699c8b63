import type { GraphQLFormattedError } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer as it came, with the HTTP status. */
export interface GraphqlAnswer<Data> {
  readonly status: number;
  readonly data: Data | null | undefined;
  readonly errors: readonly GraphQLFormattedError[] | undefined;
  readonly headers: Headers;
}

/** One operation of a test. */
export interface GraphqlRequest {
  readonly url: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** `Bearer …`; without it the caller is a stranger. */
  readonly authorization?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one operation over HTTP. */
export async function requestGraphql<Data = Record<string, unknown>>(
  request: GraphqlRequest,
): Promise<GraphqlAnswer<Data>> {
  const { url, query, variables, authorization, headers } = request;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }), ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as Pick<GraphqlAnswer<Data>, 'data' | 'errors'>;
  return { status: response.status, data, errors, headers: response.headers };
}

/** One payload of a subscription. */
export interface WatchedPayload<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A subscription in progress. */
export interface GraphqlWatch<Data> {
  /** Everything received so far. */
  readonly payloads: readonly WatchedPayload<Data>[];
  /** How it ended: completed, refused with errors, or cut off with a close code; undefined while it runs. */
  readonly end: WatchEnd | undefined;
  /** Completes the subscription and closes the socket. */
  stop(): Promise<void>;
}

/** How a subscription ended. */
export type WatchEnd =
  | { readonly kind: 'completed' }
  | { readonly kind: 'errors'; readonly errors: readonly GraphQLFormattedError[] }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string };

/**
 * Subscribes over graphql-transport-ws on a socket of its own, without retries. `identityIn` says how the token travels:
 * in `connection_init` (default) or in the extensions of `subscribe`.
 */
export function watchGraphql<Data = Record<string, unknown>>(
  request: GraphqlRequest & { readonly identityIn?: 'connection' | 'subscribe' },
): GraphqlWatch<Data> {
  const { url, query, variables, authorization, identityIn = 'connection' } = request;
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(authorization && identityIn === 'connection' && { connectionParams: { authorization } }),
    onNonLazyError: () => undefined,
  });
  const payloads: WatchedPayload<Data>[] = [];
  const watch: { payloads: typeof payloads; end: WatchEnd | undefined; stop: () => Promise<void> } = {
    payloads,
    end: undefined,
    stop: async () => client.dispose(),
  };
  client.subscribe<Data>(
    {
      query,
      ...(variables && { variables: { ...variables } }),
      ...(authorization && identityIn === 'subscribe' && { extensions: { authorization } }),
    },
    {
      next: (payload) => payloads.push(payload as WatchedPayload<Data>),
      error: (error) => (watch.end = endOf(error)),
      complete: () => (watch.end ??= { kind: 'completed' }),
    },
  );
  return watch;
}

function endOf(error: unknown): WatchEnd {
  if (Array.isArray(error)) return { kind: 'errors', errors: error as GraphQLFormattedError[] };
  const { code, reason } = error as { code?: number; reason?: string };
  return { kind: 'closed', code: code ?? 0, reason: reason ?? String(error) };
}
