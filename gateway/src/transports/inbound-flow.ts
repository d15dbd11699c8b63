import type { WebSocket } from 'ws';

/** Bytes that wait for a client to read them, beyond which nothing more is read from it. */
const UNREAD_BYTES = 1_048_576;
const MESSAGES_A_SECOND = 1_000;

/**
 * Reads from a client only as fast as it reads what it is answered, and no more than so many messages a second: whoever floods
 * a socket waits, and costs nobody memory.
 */
export class InboundFlow {
  readonly #socket: WebSocket;
  #isTooFast: NodeJS.Timeout | undefined;
  #secondBegan = 0;
  #inThisSecond = 0;

  /** The socket's server must leave pings to this (`autoPong`). */
  constructor(socket: WebSocket) {
    this.#socket = socket;
    const received = (): void => this.#received();
    socket.on('message', received).on('pong', received);
    socket.on('ping', (data) => {
      if (socket.readyState === socket.OPEN) socket.pong(data, false, () => this.sent());
      received();
    });
    socket.once('close', () => clearTimeout(this.#isTooFast));
  }

  /** Something that was sent has left the process. */
  sent(): void {
    const { isPaused, bufferedAmount } = this.#socket;
    if (isPaused && !this.#isTooFast && bufferedAmount < UNREAD_BYTES / 2) this.#socket.resume();
  }

  #received(): void {
    const now = performance.now();
    if (now - this.#secondBegan >= 1_000) {
      this.#secondBegan = now;
      this.#inThisSecond = 0;
    }
    this.#inThisSecond += 1;
    if (this.#inThisSecond >= MESSAGES_A_SECOND) this.#waitForNextSecond(now);
    else if (this.#socket.bufferedAmount > UNREAD_BYTES) this.#socket.pause();
  }

  #waitForNextSecond(now: number): void {
    this.#socket.pause();
    this.#isTooFast ??= setTimeout(
      () => {
        this.#isTooFast = undefined;
        this.sent();
      },
      1_000 - (now - this.#secondBegan),
    );
  }
}
