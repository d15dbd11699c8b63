import type { CommitLog } from '@ordergraph/messaging';
import { type TokenSigner, graphAudience } from '@ordergraph/service';
import { scopesOf } from '../domain/scopes.js';
import type { RegisteredUser } from '../domain/user.js';
import { loadUser } from '../use-cases/load-user.js';
import type { RefreshableSession, SessionStore } from './session-store.js';

/** What a client holds while it is signed in; `Session` of the graph. */
export interface Session {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
  readonly user: RegisteredUser;
}

/** An access token cannot be taken back: it is short-lived instead. */
const accessTokenSeconds = 15 * 60;

/** Starts and refreshes sessions: the store's rotating refresh tokens with an access token beside each. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #signer: TokenSigner;
  readonly #log: CommitLog;

  constructor(options: { readonly store: SessionStore; readonly signer: TokenSigner; readonly log: CommitLog }) {
    this.#store = options.store;
    this.#signer = options.signer;
    this.#log = options.log;
  }

  async start(user: RegisteredUser): Promise<Session> {
    return this.#sign(user, await this.#store.start(user.id));
  }

  /** Undefined when the session has ended, or ends now because the token was spent before. */
  async refresh(refreshToken: string): Promise<Session | undefined> {
    const session = await this.#store.refresh(refreshToken);
    const user = session && (await loadUser(this.#log, session.userId));
    return user && this.#sign(user, session);
  }

  /** Ends the session of a token, or all of its user; says how many there were. A token without session ends none. */
  async end(of: { readonly userId: string; readonly sessionId?: string }, everywhere: boolean): Promise<number> {
    if (everywhere) return this.#store.endAll(of.userId);
    return of.sessionId === undefined ? 0 : this.#store.end(of.userId, of.sessionId);
  }

  async #sign(user: RegisteredUser, { sessionId, refreshToken, expiresAt }: RefreshableSession): Promise<Session> {
    const accessTokenExpiresAt = new Date(Date.now() + accessTokenSeconds * 1_000);
    const accessToken = await this.#signer.sign({
      principal: { kind: 'user', userId: user.id, sessionId, scopes: scopesOf(user.roles) },
      audience: graphAudience,
      lifetimeSeconds: accessTokenSeconds,
    });
    return { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt: expiresAt, user };
  }
}
