import type { LocalGraph } from '@ordergraph/service';
import type { GraphQLError } from 'graphql';
import { type Client, createClient, type SubscribePayload } from 'graphql-ws';
import { type ClientOptions, WebSocket } from 'ws';

import { problem } from '../door/refusal.js';
import type { UpstreamEvent, UpstreamSink } from '../subscriptions/upstream.js';
import type { LocalSubgraphs } from './local-subgraphs.js';

const CONNECT_MILLISECONDS = 5_000;
const KEEP_ALIVE_MILLISECONDS = 10_000;
const LINGER_MILLISECONDS = 1_000;
/** What the services of this project take (shared/service/src/transport/limits.ts), and any subgraph should. */
const MESSAGE_BYTES = 262_144;
/** More than graphql-ws writes around a payload. */
const ENVELOPE_BYTES = 200;
const MESSAGE_TOO_BIG = 1009;

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

/** Carries streams over one socket, which may be lost and opened again. */
interface Line {
  readonly client: Client;
  /** Bytes of the largest payload since the socket is open. */
  largest: number;
}

/**
 * A few graphql-ws sockets to one subgraph, which carry the streams of everybody: each `subscribe` brings its own identity. Sockets open with
 * their first stream and close a moment after their last; a lost one fails its streams, and reopening them is up to those. A subgraph closes
 * the socket on which a message is too large for it: that stream alone is refused, before it is sent if possible. A subgraph of this process
 * needs none.
 */
export class SubgraphSockets {
  readonly #lines: readonly Line[];
  readonly #local: () => LocalGraph | undefined;
  #turn = 0;

  constructor({ url, sockets, local }: { url: string; sockets: number; local: LocalSubgraphs }) {
    this.#local = () => local.get(url);
    const address = url.replace(/^http/, 'ws');
    this.#lines = Array.from({ length: sockets }, () => openLine(address));
  }

  /** Answers how to stop the operation. */
  subscribe(payload: SubscribePayload, sink: UpstreamSink): () => void {
    const local = this.#local();
    if (local) return local.subscribe(payload, sink);
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    if (bytes + ENVELOPE_BYTES > MESSAGE_BYTES) {
      sink.error(tooLarge());
      return () => undefined;
    }
    const line = this.#lines[this.#turn++ % this.#lines.length];
    if (!line) throw new Error('A subgraph needs at least one socket.');
    const stop = line.client.subscribe(payload, {
      next: (event: UpstreamEvent) => sink.next(event),
      // The largest one is certainly larger than what the subgraph takes; others may not be.
      error: (reason) => sink.error(isTooBig(reason) && bytes === line.largest ? tooLarge() : reason),
      complete: () => sink.complete(),
    });
    line.largest = Math.max(line.largest, bytes);
    return stop;
  }

  /** Fails the streams, so that they reopen at the subgraph's new address if it has one. */
  close(): Promise<void> {
    for (const { client } of this.#lines) client.terminate();
    return Promise.resolve();
  }
}

/** As a subgraph refuses a stream. */
const tooLarge = (): readonly GraphQLError[] => [
  problem('REQUEST_TOO_LARGE', 'The subscription is larger than the service behind it takes.'),
];

const isTooBig = (reason: unknown): boolean => (reason as { code?: unknown } | undefined)?.code === MESSAGE_TOO_BIG;

function openLine(url: string): Line {
  let socket: WebSocket | undefined;
  let pongDue: NodeJS.Timeout | undefined;
  const line = { largest: 0 };
  const client = createClient({
    url,
    webSocketImpl: SubgraphSocket,
    retryAttempts: 0,
    shouldRetry: () => false,
    lazyCloseTimeout: LINGER_MILLISECONDS,
    connectionAckWaitTimeout: CONNECT_MILLISECONDS,
    keepAlive: KEEP_ALIVE_MILLISECONDS,
    onNonLazyError: () => undefined,
    on: {
      connecting: () => {
        line.largest = 0;
      },
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
  return Object.assign(line, { client });
}
