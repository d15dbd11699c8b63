/**
 * Gives the bearer token to connect with, without `Bearer`; undefined connects without one. Asked before every connection, so it may answer
 * from memory and renew a token shortly before its end. `rejected` is a token that the gateway takes no longer: answer another one. When
 * it throws, the stream tries again later; when it answers the rejected token, the stream ends.
 */
export type GetToken = (request: { readonly rejected: string | undefined }) => MaybePromise<string | undefined>;

type MaybePromise<Value> = Value | Promise<Value>;

/** The token of everything that one client sends. One question is open at a time: a refresh token can be used once. */
export class Tokens {
  #latest: string | undefined;
  #rejected: string | undefined;
  #asking: Promise<string | undefined> | undefined;

  constructor(private readonly getToken?: GetToken) {}

  /** What `take` answered last. */
  get latest(): string | undefined {
    return this.#latest;
  }

  get canRenew(): boolean {
    return this.getToken !== undefined;
  }

  take(): Promise<string | undefined> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** A stream that had an older token than the latest says nothing about the latest. */
  reject(token: string | undefined): void {
    if (token === this.#latest) this.#rejected = token;
  }

  async #ask(): Promise<string | undefined> {
    const rejected = this.#rejected;
    this.#latest = await this.getToken?.({ rejected });
    if (this.#latest !== rejected) this.#rejected = undefined;
    return this.#latest;
  }
}
