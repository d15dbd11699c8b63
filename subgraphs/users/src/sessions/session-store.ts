import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { hashRefreshToken, newRefreshToken } from './refresh-token.js';
import { type SessionModels, sessionModels } from './session-models.js';

/** A session with the one refresh token that keeps it going; the token is not stored and cannot be read again. */
export interface RefreshableSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** A refresh token lives 30 days; using it starts another 30. */
const lifetimeMilliseconds = 30 * 24 * 60 * 60 * 1_000;

/**
 * Sessions and their rotating refresh tokens (RFC 9700, 4.14.2).
 *
 * Invariants: a session has exactly one current token, moved by one conditional update, so of two that spend the same token
 * one loses. A token is stored before it becomes current: a token that is known but not current was spent, by its owner or by
 * a thief, and the session ends for both. A rotation that races with that end finds no session and ends too.
 */
export class SessionStore {
  readonly #models: SessionModels;

  constructor(database: Connection) {
    this.#models = sessionModels(database);
  }

  async start(userId: string): Promise<RefreshableSession> {
    const session = nextOf({ sessionId: randomUUID(), userId });
    const { sessionId: _id, expiresAt } = session;
    const currentToken = await this.#remember(session);
    await this.#models.sessions.create({ _id, userId, currentToken, startedAt: new Date(), expiresAt });
    return session;
  }

  /** Spends the token for the next one; undefined when the session has ended, or ends because the token was spent before. */
  async refresh(refreshToken: string): Promise<RefreshableSession | undefined> {
    const spent = hashRefreshToken(refreshToken);
    const token = await this.#models.refreshTokens.findById(spent).lean();
    if (!token) return undefined;
    const current = await this.#models.sessions.findById(token.sessionId).lean();
    if (!current) return undefined;
    const next = nextOf({ sessionId: current._id, userId: current.userId });
    const rotated = await this.#models.sessions.updateOne(
      { _id: current._id, currentToken: spent, expiresAt: { $gt: new Date() } },
      { $set: { currentToken: await this.#remember(next), expiresAt: next.expiresAt } },
    );
    if (rotated.matchedCount === 1) return next;
    await this.#models.sessions.deleteOne({ _id: current._id });
    return undefined;
  }

  /** Ends one session; 0 when it had ended. */
  async end(userId: string, sessionId: string): Promise<number> {
    const { deletedCount } = await this.#models.sessions.deleteOne({ _id: sessionId, userId });
    return deletedCount;
  }

  /** Ends all sessions of a user and says how many there were. */
  async endAll(userId: string): Promise<number> {
    const { deletedCount } = await this.#models.sessions.deleteMany({ userId });
    return deletedCount;
  }

  async #remember({ sessionId, refreshToken, expiresAt }: RefreshableSession): Promise<string> {
    const _id = hashRefreshToken(refreshToken);
    await this.#models.refreshTokens.create({ _id, sessionId, expiresAt });
    return _id;
  }
}

const nextOf = (session: Pick<RefreshableSession, 'sessionId' | 'userId'>): RefreshableSession => ({
  ...session,
  refreshToken: newRefreshToken(),
  expiresAt: new Date(Date.now() + lifetimeMilliseconds),
});
