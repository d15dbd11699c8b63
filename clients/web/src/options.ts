import type { BackoffOptions } from './backoff.js';
import type { VersionOf } from './stream-position.js';
import type { GetToken } from './tokens.js';

/** What every resumable client may be told, whatever its transport. */
export interface ResumptionOptions {
  readonly getToken?: GetToken;
  readonly backoff?: BackoffOptions;
  /** Payloads whose version is not newer are dropped; by default that of `orderProgress`. */
  readonly versionOf?: VersionOf;
  /** Called when an attempt ended that will be repeated: an app may show that it is not live. */
  readonly onInterruption?: (reason: unknown) => void;
}

export interface SocketOptions {
  /** Of the GraphQL endpoint; `http:` and `https:` are taken for `ws:` and `wss:`. */
  readonly url: string;
  /** For a runtime without a WebSocket of its own: that of the package `ws`. */
  readonly webSocketImpl?: unknown;
}
