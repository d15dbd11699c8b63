import { MessageType } from 'graphql-ws';

import type { SocketMessage } from './socket-message.js';

/** An operation of a socket, from its `subscribe` until nothing of it goes on any more. */
interface Turn {
  /** By its client. It may not have noticed yet. */
  isCompleted: boolean;
  isStream: boolean;
  /** Begins whoever took the same id since. */
  next: (() => void) | undefined;
}

/**
 * The operations of one socket, by their ids. A client may use an id again as soon as it has completed it; the protocol's library
 * knows operations by their ids alone, so the new one waits until nothing of the former one goes on, or one would take the other's place.
 */
export class OperationTurns {
  readonly #turns = new Map<string, Turn>();
  #isOver = false;
  #onAnswered: (() => void) | undefined;

  /** Operations of which something goes on, also of those that were completed. */
  get size(): number {
    return this.#turns.size;
  }

  /** Has a message handled, at once or when it is its turn. @throws {IdTaken} */
  async take({ type, id }: Pick<SocketMessage, 'type' | 'id'>, handle: () => Promise<void>): Promise<void> {
    if (typeof id === 'string' && type === MessageType.Subscribe) return this.#subscribe(id, handle);
    if (typeof id === 'string' && type === MessageType.Complete) return this.#complete(id, handle);
    return handle();
  }

  /** It is a stream, which goes on until somebody ends it. */
  markStream(id: string): void {
    const turn = this.#turns.get(id);
    if (turn) turn.isStream = true;
    this.#tellIfAnswered();
  }

  /** Resolves when none but streams go on. */
  answered(): Promise<void> {
    return new Promise((resolve) => {
      this.#onAnswered = resolve;
      this.#tellIfAnswered();
    });
  }

  /** The socket has gone: what waits never begins. */
  over(): void {
    this.#isOver = true;
  }

  #subscribe(id: string, handle: () => Promise<void>): Promise<void> {
    const former = this.#turns.get(id);
    if (!former) return this.#begin(id, handle);
    // The protocol's library refuses the id of one that is active.
    if (!former.isCompleted) return handle();
    if (former.next) throw new IdTaken(id);
    return new Promise((resolve, reject) => {
      former.next = () => void this.#begin(id, handle).then(resolve, reject);
    });
  }

  #complete(id: string, handle: () => Promise<void>): Promise<void> {
    const turn = this.#turns.get(id);
    if (turn?.next) {
      turn.next = undefined;
      return Promise.resolve();
    }
    if (turn) turn.isCompleted = true;
    return handle();
  }

  #begin(id: string, handle: () => Promise<void>): Promise<void> {
    const turn: Turn = { isCompleted: false, isStream: false, next: undefined };
    this.#turns.set(id, turn);
    return handle().finally(() => {
      this.#turns.delete(id);
      if (!this.#isOver) turn.next?.();
      this.#tellIfAnswered();
    });
  }

  #tellIfAnswered(): void {
    if (this.#onAnswered && [...this.#turns.values()].every(({ isStream }) => isStream)) this.#onAnswered();
  }
}

/** An id that another operation has. */
export class IdTaken extends Error {
  constructor(id: string) {
    super(`Subscriber for ${id} already exists`);
  }
}
