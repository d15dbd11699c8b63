import { type Connection, type Model, Schema } from 'mongoose';

/** One sign-in and the chain of refresh tokens that began with it. */
export interface SessionDocument {
  readonly _id: string;
  readonly userId: string;
  /** Hash of the only refresh token that can still be spent. */
  readonly currentToken: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
}

/** Every refresh token ever handed out, by its hash: one that is not its session's current one has been spent. */
export interface RefreshTokenDocument {
  readonly _id: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

export interface SessionModels {
  readonly sessions: Model<SessionDocument>;
  readonly refreshTokens: Model<RefreshTokenDocument>;
}

/** MongoDB's TTL monitor runs once a minute: whoever reads compares `expiresAt` too. */
const removedAtExpiry = { expiresAt: 1 } as const;

export function sessionModels(database: Connection): SessionModels {
  const session = new Schema<SessionDocument>(
    { _id: String, userId: String, currentToken: String, startedAt: Date, expiresAt: Date },
    { versionKey: false },
  );
  session.index({ userId: 1 });
  session.index(removedAtExpiry, { expireAfterSeconds: 0 });
  const token = new Schema<RefreshTokenDocument>(
    { _id: String, sessionId: String, expiresAt: Date },
    { versionKey: false },
  );
  token.index(removedAtExpiry, { expireAfterSeconds: 0 });
  return {
    sessions: database.model<SessionDocument>('Session', session, 'sessions'),
    refreshTokens: database.model<RefreshTokenDocument>('RefreshToken', token, 'refreshTokens'),
  };
}
