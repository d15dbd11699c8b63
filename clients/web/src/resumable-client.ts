import { createBackoff } from './backoff.js';
import type { ResumptionOptions, SocketOptions } from './options.js';
import { ResumableStream, type StreamSink } from './resumable-stream.js';
import { type Resumable, resumeOperation } from './resume-operation.js';
import { createSocketSource, type SocketResult } from './socket-source.js';
import { iterateStream } from './stream-iterator.js';
import { versionOfOrderProgress } from './stream-position.js';
import { Tokens } from './tokens.js';

export type ResumableClientOptions = SocketOptions & ResumptionOptions;

export interface ResumableClient {
  /**
   * Every payload once and in order, over as many sockets as it takes. Begins at the variable that stands as `after`, or at the present.
   * Throws StreamRefused when there is no use in trying again; `return()`, or `break` of a `for await`, unsubscribes.
   */
  subscribe(operation: Resumable<string>): AsyncIterableIterator<SocketResult>;
  /** The same, pushed; answers how to unsubscribe. */
  watch(operation: Resumable<string>, sink: StreamSink<SocketResult>): { stop(): void };
  /** Ends all subscriptions as completed, and the socket. */
  dispose(): Promise<void>;
}

/** Subscriptions over graphql-transport-ws that survive restarts of the gateway and of what is behind it, lost networks and expired tokens. */
export function createResumableClient(options: ResumableClientOptions): ResumableClient {
  const { getToken, onInterruption, versionOf = versionOfOrderProgress } = options;
  const tokens = new Tokens(getToken);
  const source = createSocketSource(options, tokens);
  const backoff = createBackoff(options.backoff);
  const running = new Set<{ readonly end: () => void }>();

  const watch: ResumableClient['watch'] = (operation, sink) => {
    const entry = {
      end: () => {
        stop();
        sink.complete();
      },
    };
    const stop = (): void => {
      running.delete(entry);
      stream.stop();
    };
    const stream = new ResumableStream<SocketResult>({
      open: ({ cursor }, attempt) => source.open(resumeOperation(operation, cursor), attempt),
      sink: {
        next: (result) => sink.next(result),
        error: (reason) => {
          running.delete(entry);
          sink.error(reason);
        },
        complete: () => {
          running.delete(entry);
          sink.complete();
        },
      },
      tokens,
      backoff,
      versionOf,
      onInterruption,
    });
    running.add(entry);
    return { stop };
  };

  return {
    watch,
    subscribe: (operation) => iterateStream((sink) => watch(operation, sink)),
    dispose: async () => {
      for (const { end } of [...running]) end();
      await source.dispose();
    },
  };
}
