import { once } from 'node:events';
import { WebSocket } from 'ws';
import { watchPrices } from './price-graph.js';

/** Watchers with a socket each, that count what they are sent. */
export class PriceWatchers {
  readonly #sockets: WebSocket[] = [];
  readonly #delivered: number[] = [];
  #waiting: { events: number; resolve: () => void } | undefined;
  #behind = 0;
  #ended = 0;

  /** Streams or sockets that ended by themselves. */
  get ended(): number {
    return this.#ended;
  }

  get size(): number {
    return this.#sockets.length;
  }

  /** Opens more, until there are `count`. */
  async grow(url: string, count: number): Promise<void> {
    const address = url.replace(/^http/, 'ws');
    while (this.size < count) {
      const missing = Math.min(50, count - this.size);
      await Promise.all(Array.from({ length: missing }, () => this.#open(address)));
    }
  }

  /** Until every watcher has been sent so many events since the last call with 0. */
  reached(events: number): Promise<void> {
    if (events === 0) this.#delivered.fill(0);
    this.#behind = this.#delivered.filter((delivered) => delivered < events).length;
    if (this.#behind === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#waiting = { events, resolve }));
  }

  close(): void {
    for (const socket of this.#sockets) socket.removeAllListeners('close').close();
  }

  async #open(address: string): Promise<void> {
    const socket = new WebSocket(address, 'graphql-transport-ws');
    const watcher = this.#sockets.push(socket) - 1;
    this.#delivered[watcher] = 0;
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.on('message', (data: Buffer) => this.#received(watcher, data));
    socket.on('close', () => (this.#ended += 1));
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: watchPrices } }));
  }

  #received(watcher: number, data: Buffer): void {
    if (data.includes('"type":"complete"') || data.includes('"type":"error"')) this.#ended += 1;
    if (!data.includes('"type":"next"')) return;
    const delivered = (this.#delivered[watcher] ?? 0) + 1;
    this.#delivered[watcher] = delivered;
    const waiting = this.#waiting;
    if (waiting?.events !== delivered) return;
    this.#behind -= 1;
    if (this.#behind > 0) return;
    this.#waiting = undefined;
    waiting.resolve();
  }
}
