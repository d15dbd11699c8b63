import type { IncomingMessage } from 'node:http';

import type { WebSocket } from 'ws';

import type { Authenticator, Identity } from '../door/authenticator.js';
import { catalogueEntry } from '../door/error-catalogue.js';
import { startTimer } from '../timer.js';
import type { ConnectionCounts } from './connection-counts.js';

/** One client's socket: who is behind it, and until when. */
export class SocketSession {
  identity: Identity | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #release: (() => void) | undefined;
  #isOver = false;

  constructor(
    readonly socket: WebSocket,
    readonly request: IncomingMessage,
    readonly address: string,
  ) {}

  /** Answers false when the socket was closed instead: a bad token, or one socket too many. */
  async open(authorization: unknown, authenticate: Authenticator, counts: ConnectionCounts): Promise<boolean> {
    const identity = await authenticate(authorization).catch(() => undefined);
    // It has gone meanwhile: nobody would give its place back.
    if (this.#isOver) return false;
    if (!identity) return this.#refuse('UNAUTHENTICATED', 'Token not accepted');
    const release = counts.take(identity.principal, this.address);
    if (!release) return this.#refuse('TOO_MANY_SOCKETS', 'Too many sockets');
    this.#release = release;
    this.identity = identity;
    this.#closeAtExpiry(identity);
    return true;
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#expiry);
    this.#release?.();
    this.#release = undefined;
  }

  #closeAtExpiry({ expiresAt }: Identity): void {
    if (expiresAt === undefined) return;
    this.#expiry = startTimer(expiresAt - Date.now(), () => {
      this.#refuse('UNAUTHENTICATED', 'Token expired');
    });
  }

  #refuse(code: 'UNAUTHENTICATED' | 'TOO_MANY_SOCKETS', reason: string): false {
    this.socket.close(catalogueEntry(code)?.closeCode, reason);
    return false;
  }
}
