import type { LocalGraph } from '@ordergraph/service';
import { type Client, createClient, type SubscribePayload } from 'graphql-ws';
import { type ClientOptions, WebSocket } from 'ws';

import type { UpstreamSink } from '../subscriptions/upstream.js';
import type { LocalSubgraphs } from './local-subgraphs.js';

const CONNECT_MILLISECONDS = 5_000;
const KEEP_ALIVE_MILLISECONDS = 10_000;
const LINGER_MILLISECONDS = 1_000;

// `closeTimeout` is newer than the published types of ws.
const SOCKET_OPTIONS: ClientOptions & { closeTimeout: number } = {
  closeTimeout: 1_000,
  handshakeTimeout: CONNECT_MILLISECONDS,
  perMessageDeflate: false,
};

class SubgraphSocket extends WebSocket {
  constructor(address: string, protocols: string | string[]) {
    super(address, protocols, SOCKET_OPTIONS);
    // graphql-ws listens no more once it has terminated a socket, and one that was not open yet then has an error.
    this.on('error', () => undefined);
  }
}

/**
 * A few graphql-ws sockets to one subgraph, which carry the streams of everybody: each `subscribe` brings its own identity. Sockets open with
 * their first stream and close a moment after their last; a lost one fails its streams, and reopening them is up to those. A subgraph of this
 * process needs none.
 */
export class SubgraphSockets {
  readonly #clients: readonly Client[];
  readonly #local: () => LocalGraph | undefined;
  #turn = 0;

  constructor({ url, sockets, local }: { url: string; sockets: number; local: LocalSubgraphs }) {
    this.#local = () => local.get(url);
    const address = url.replace(/^http/, 'ws');
    this.#clients = Array.from({ length: sockets }, () => openClient(address));
  }

  /** Answers how to stop the operation. */
  subscribe(payload: SubscribePayload, sink: UpstreamSink): () => void {
    const local = this.#local();
    if (local) return local.subscribe(payload, sink);
    const client = this.#clients[this.#turn++ % this.#clients.length];
    if (!client) throw new Error('A subgraph needs at least one socket.');
    return client.subscribe(payload, sink);
  }

  /** Fails the streams, so that they reopen at the subgraph's new address if it has one. */
  close(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    return Promise.resolve();
  }
}

function openClient(url: string): Client {
  let socket: WebSocket | undefined;
  let pongDue: NodeJS.Timeout | undefined;
  return createClient({
    url,
    webSocketImpl: SubgraphSocket,
    retryAttempts: 0,
    shouldRetry: () => false,
    lazyCloseTimeout: LINGER_MILLISECONDS,
    connectionAckWaitTimeout: CONNECT_MILLISECONDS,
    keepAlive: KEEP_ALIVE_MILLISECONDS,
    onNonLazyError: () => undefined,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      // A peer that vanished without closing never answers; without this its streams would hang until the kernel gives up.
      ping: (received) => {
        if (!received) pongDue = setTimeout(() => socket?.terminate(), CONNECT_MILLISECONDS);
      },
      pong: (received) => {
        if (received) clearTimeout(pongDue);
      },
      closed: () => {
        clearTimeout(pongDue);
      },
    },
  });
}
