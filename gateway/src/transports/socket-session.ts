import type { IncomingMessage } from 'node:http';

import { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';

import type { Authenticator, Identity } from '../door/authenticator.js';
import { catalogueEntry } from '../door/error-catalogue.js';
import { startTimer } from '../timer.js';
import type { ConnectionCounts } from './connection-counts.js';
import { OperationTurns } from './operation-turns.js';

/** One client's socket: who is behind it, and until when. */
export class SocketSession {
  identity: Identity | undefined;
  readonly turns = new OperationTurns();
  /** It is about to be closed, and begins nothing more. */
  isLeaving = false;
  #expiry: NodeJS.Timeout | undefined;
  #release: (() => void) | undefined;
  #isOver = false;

  constructor(
    readonly socket: WebSocket,
    readonly request: IncomingMessage,
    /** As limits count it. */
    readonly address: string,
  ) {}

  /** Answers false when the socket was closed instead: a token that was not accepted or not checked, or one socket too many. */
  async open(authorization: unknown, authenticate: Authenticator, counts: ConnectionCounts): Promise<boolean> {
    const identity = await authenticate(authorization, this.address).catch(refusalOf);
    // It has gone meanwhile: nobody would give its place back.
    if (this.#isOver) return false;
    if (typeof identity === 'string') return this.#refuse(identity, REASONS[identity]);
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

  #refuse(code: keyof typeof REASONS | 'TOO_MANY_SOCKETS', reason: string): false {
    this.socket.close(catalogueEntry(code)?.closeCode, reason);
    return false;
  }
}

/** Why nobody is known to be behind a socket. */
const REASONS = {
  UNAUTHENTICATED: 'Token not accepted',
  RATE_LIMITED: 'Too many bad tokens',
  SERVICE_UNAVAILABLE: 'Token cannot be checked now',
} as const;

function refusalOf(error: unknown): keyof typeof REASONS {
  const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
  if (typeof code === 'string' && code in REASONS) return code as keyof typeof REASONS;
  throw error;
}
