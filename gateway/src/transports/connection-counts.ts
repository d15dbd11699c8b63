import { userKey } from '../door/grants.js';
import type { IssuedPrincipal } from '../request-context.js';

export interface ConnectionLimits {
  perUser: number;
  /** Of visitors, who are known by nothing else. */
  perAddress: number;
}

/** Counts what users and addresses hold open: sockets, or streams over HTTP. */
export class ConnectionCounts {
  readonly #counts = new Map<string, number>();

  constructor(private readonly limits: ConnectionLimits) {}

  /** Answers how to give the place back, or undefined when there is none. */
  take(principal: IssuedPrincipal, address: string): (() => void) | undefined {
    const user = userKey(principal);
    const key = user === undefined ? `address ${address}` : `user ${user}`;
    const count = this.#counts.get(key) ?? 0;
    if (count >= (user === undefined ? this.limits.perAddress : this.limits.perUser)) return undefined;
    this.#counts.set(key, count + 1);
    return () => {
      this.#give(key);
    };
  }

  #give(key: string): void {
    const count = (this.#counts.get(key) ?? 1) - 1;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}
