import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Watch } from '../history/watches.js';
import type { Random } from '../random.js';
import type { Client } from '../workload/client.js';
import { myOrderProgress, orderProgress, type Progress, seenOf } from './progress.js';

export interface FollowerOptions {
  readonly watch: Watch;
  readonly client: Client;
  /** Where it begins; undefined: with the present state. */
  readonly cursor: string | undefined;
  readonly random: Random;
  readonly onProgress: (progress: Progress) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** How often a watcher leaves by itself, as phones do. */
const departure = 0.04;

/**
 * Follows one order, or all of a customer, over any number of connections: it takes whatever gateway there is, resumes
 * with its last cursor, and leaves now and then. Behind a final version it rests until somebody says that there is more.
 */
export class Follower {
  readonly watch: Watch;
  readonly #options: FollowerOptions;
  readonly #ended: Promise<void>;
  #cursor: string | undefined;
  #rests = false;
  #wake: (() => void) | undefined;

  constructor(options: FollowerOptions) {
    this.watch = options.watch;
    this.#options = options;
    this.#cursor = options.cursor;
    options.signal.addEventListener('abort', () => this.lookAgain());
    this.#ended = this.#follow();
  }

  /** The order may have gone on behind a final version. */
  lookAgain(): void {
    this.#rests = false;
    this.#wake?.();
  }

  /** Resolves when its signal has ended it. */
  ended(): Promise<void> {
    return this.#ended;
  }

  async #follow(): Promise<void> {
    const { watch, random, signal } = this.#options;
    while (!signal.aborted) {
      if (this.#rests) await new Promise<void>((resolve) => (this.#wake = resolve));
      if (signal.aborted) return;
      watch.connections += 1;
      await connectOnce({ ...this.#options, cursor: this.#cursor, onProgress: (progress) => this.#saw(progress) });
      await delay(random.between(50, 2_000), undefined, { signal }).catch(() => undefined);
    }
  }

  #saw(progress: Progress): void {
    this.#cursor = progress.cursor;
    this.#rests = progress.final && this.watch.orderId !== undefined;
    this.watch.seen.push(seenOf(progress, this.watch.connections));
    this.#options.onProgress(progress);
  }
}

/** One connection, until it ends or is left. */
async function connectOnce({ watch, client, cursor, random, signal, onProgress }: FollowerOptions): Promise<void> {
  const gateway = client.gateway();
  watch.gateway = gateway;
  const socket = openSocket(gateway, client.token);
  // One that cannot be opened is left as well.
  const leave = (): void => void Promise.resolve(socket.dispose()).catch(() => undefined);
  signal.addEventListener('abort', leave);
  try {
    for await (const progress of progressOf(socket, watch.orderId, cursor)) {
      onProgress(progress);
      if (random.chance(departure)) break;
    }
    watch.lastEnd = 'completed or left';
  } catch (error) {
    // Whatever ended it, the next connection goes on behind the cursor.
    watch.lastEnd = describeEnd(error);
  } finally {
    signal.removeEventListener('abort', leave);
    await socket.dispose();
  }
}

/** A socket that ends with its connection, and notices a peer that has gone silent. */
function openSocket(gateway: string, token: string) {
  let socket: WebSocket | undefined;
  let silence: NodeJS.Timeout | undefined;
  return createClient({
    url: gateway.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    connectionAckWaitTimeout: 5_000,
    keepAlive: 5_000,
    on: {
      opened: (opened) => (socket = opened as WebSocket),
      ping: (received) => {
        if (!received) silence = setTimeout(() => socket?.terminate(), 5_000);
      },
      pong: (received) => received && clearTimeout(silence),
      closed: () => clearTimeout(silence),
    },
  });
}

async function* progressOf(
  socket: ReturnType<typeof openSocket>,
  orderId: string | undefined,
  after: string | undefined,
): AsyncGenerator<Progress> {
  const operation =
    orderId === undefined
      ? { query: myOrderProgress, variables: { after } }
      : { query: orderProgress, variables: { orderId, after } };
  for await (const { data, errors } of socket.iterate<Readonly<Record<string, Progress | null>>>(operation)) {
    const [progress] = Object.values(data ?? {});
    if (errors || !progress) throw new Error(errors?.map(({ message }) => message).join('; ') ?? 'no data');
    yield progress;
  }
}

function describeEnd(error: unknown): string {
  if (error instanceof Error) return error.message;
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  return `closed with ${String(code)} ${String(reason)}`;
}
