import type { Principal } from '@ordergraph/service';

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
  take(principal: Principal, address: string): (() => void) | undefined {
    const isUser = principal.kind === 'user';
    const key = isUser ? `user ${principal.userId}` : `address ${address}`;
    const count = this.#counts.get(key) ?? 0;
    if (count >= (isUser ? this.limits.perUser : this.limits.perAddress)) return undefined;
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
