import type { FormattedExecutionResult } from 'graphql';
import { type Client, createClient, type SubscribePayload } from 'graphql-ws';

import type { SocketOptions } from './options.js';
import type { StreamSink } from './resumable-stream.js';
import { readStreamEnd } from './stream-end.js';
import type { Tokens } from './tokens.js';

export type SocketResult = FormattedExecutionResult<Record<string, unknown>, Record<string, unknown>>;

/** graphql-transport-ws, one socket for all operations; an operation ends with its socket. */
export interface SocketSource {
  open(operation: SubscribePayload, sink: StreamSink<SocketResult>): () => void;
  dispose(): Promise<void>;
}

const KEEP_ALIVE_MILLISECONDS = 12_000;
const PONG_MILLISECONDS = 5_000;
const ACKNOWLEDGEMENT_MILLISECONDS = 10_000;
/** A socket is kept over the pause before an operation is begun again. */
const IDLE_MILLISECONDS = 3_000;

/**
 * graphql-ws itself must never repeat an operation: it would send the original variables, and the stream begin where it once began. So it
 * has no retries; and since it repeats even then after a close with 1000, operations are ended here, by the close event.
 */
export function createSocketSource({ url, webSocketImpl }: SocketOptions, tokens: Tokens): SocketSource {
  const operations = new Set<(reason: unknown) => void>();
  let tokenOfSocket: string | undefined;
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    ...(webSocketImpl !== undefined && { webSocketImpl }),
    retryAttempts: 0,
    keepAlive: KEEP_ALIVE_MILLISECONDS,
    lazyCloseTimeout: IDLE_MILLISECONDS,
    connectionAckWaitTimeout: ACKNOWLEDGEMENT_MILLISECONDS,
    connectionParams: () => {
      tokenOfSocket = tokens.latest;
      return tokenOfSocket === undefined ? {} : { authorization: `Bearer ${tokenOfSocket}` };
    },
  });
  client.on('closed', (event) => {
    for (const end of [...operations]) end(event);
  });
  terminateWhenSilent(client);

  /** A socket keeps the token that it was opened with, perhaps none: with the newer one the operation may be taken. */
  const isRefusedForItsSocket = (reason: unknown): boolean =>
    readStreamEnd(reason).kind === 'unauthenticated' && tokenOfSocket !== tokens.latest;

  return {
    open(operation, sink) {
      let stop = (): void => undefined;
      const end = (finish: () => void): void => {
        if (!operations.delete(closed)) return;
        stop();
        finish();
      };
      const closed = (reason: unknown): void => end(() => sink.error(reason));
      operations.add(closed);
      stop = client.subscribe<SocketResult['data'], SocketResult['extensions']>(operation, {
        next: (result) => sink.next(result as SocketResult),
        error: (reason) =>
          end(() => {
            if (isRefusedForItsSocket(reason)) {
              client.terminate();
              sink.error(undefined);
            } else sink.error(reason);
          }),
        complete: () => end(() => sink.complete()),
      });
      return () => end(() => undefined);
    },
    dispose: async () => {
      await client.dispose();
    },
  };
}

/** A network that went away without a word leaves the socket open: one that does not answer a ping is given up. */
function terminateWhenSilent(client: Client): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => clearTimeout(timer);
  client.on('ping', (received) => {
    if (!received) timer = setTimeout(() => client.terminate(), PONG_MILLISECONDS);
  });
  client.on('pong', (received) => {
    if (received) heard();
  });
  client.on('closed', heard);
}
